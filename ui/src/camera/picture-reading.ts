import { luma, photoCuts, type Cut, type Luma } from './picture';

/** What a photo held. */
export type PhotoReading = 'read' | 'several' | 'nothing' | 'no-picture';

/** Different codes in a picture; null if it could not be looked at. */
export type LookForCodes = (picture: Luma) => Promise<number | null>;

/** Takes pictures of what can be drawn, with one canvas for all of them. */
export class Grey {
  readonly #context: CanvasRenderingContext2D | null;

  constructor() {
    this.#context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  }

  /** A part of it in grey; none where nothing can be drawn. */
  take(from: CanvasImageSource, cut: Cut): Luma | null {
    const context = this.#context;
    if (!context) return null;
    const { toWidth, toHeight } = cut;
    if (context.canvas.width !== toWidth) context.canvas.width = toWidth;
    if (context.canvas.height !== toHeight) context.canvas.height = toHeight;
    context.imageSmoothingQuality = 'high';
    context.clearRect(0, 0, toWidth, toHeight);
    context.drawImage(from, cut.x, cut.y, cut.width, cut.height, 0, 0, toWidth, toHeight);
    return luma(context.getImageData(0, 0, toWidth, toHeight).data, toWidth, toHeight);
  }
}

/** Looks for a code in a photo or a picture file, in several sizes. */
export async function readPhoto(file: Blob, look: LookForCodes): Promise<PhotoReading> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return 'no-picture';
  }
  try {
    const grey = new Grey();
    for (const cut of photoCuts(picture.width, picture.height)) {
      const taken = grey.take(picture, cut);
      const codes = taken ? await look(taken) : null;
      if (codes === null) return 'no-picture';
      if (codes > 0) return codes > 1 ? 'several' : 'read';
    }
    return 'nothing';
  } finally {
    picture.close();
  }
}
