/** What a picture shows in grey: one byte of brightness per pixel, row by row. */
export interface Luma {
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A part of a picture and how large it is looked at, in pixels. */
export interface Cut {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Sides of what comes out. */
  toWidth: number;
  toHeight: number;
}

/** The most that Rust looks at. */
export const LONGEST_SIDE = 1920;
/** Up to here Rust also looks for small codes in the doubled picture. */
const CAMERA_SIDE = 960;
/** Long sides at which a whole photo is looked at: codes that fill it are found best in the small ones. */
const WHOLE_SIDES = [CAMERA_SIDE, LONGEST_SIDE] as const;
/** A photo with a longer side than this is also looked at piece by piece, for a small code far away. */
const WORTH_CUTTING = 1600;
const PIECES = 5;
/** Each piece reaches this part of its own side into the next one, so that no code lies on a seam only. */
const OVERLAP = 0.5;

/**
 * Brightness of RGBA pixels, by the weights of ITU-R BT.601; what is transparent lies on white.
 * The first `width` × `height` pixels are read.
 */
export function luma(rgba: Uint8ClampedArray, width: number, height: number): Luma {
  const bytes = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < bytes.length; at += 1, from += 4) {
    const grey = (77 * (rgba[from] ?? 0) + 150 * (rgba[from + 1] ?? 0) + 29 * (rgba[from + 2] ?? 0)) >> 8;
    const alpha = rgba[from + 3] ?? 0;
    bytes[at] = alpha === 255 ? grey : Math.round((grey * alpha + 255 * (255 - alpha)) / 255);
  }
  return { width, height, bytes };
}

/** The sides scaled down so that the longer one is at most `longest`; never up. */
export function fitted(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** How a picture of the camera is looked at: the square in its middle, which is what the page shows of it. */
export function cameraCut(width: number, height: number): Cut {
  const side = Math.min(width, height);
  const to = fitted(side, side, CAMERA_SIDE);
  const [x, y] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return { x, y, width: side, height: side, toWidth: to.width, toHeight: to.height };
}

/** How a photo is looked at, one way after the other until something is read. */
export function photoCuts(width: number, height: number): Cut[] {
  const longest = Math.max(width, height);
  const sides = WHOLE_SIDES.filter((side, at) => side < longest || at === 0);
  const cuts = sides.map((side) => whole(width, height, side));
  if (longest > WORTH_CUTTING) cuts.push(...piecesOf(width, height));
  return cuts;
}

function whole(width: number, height: number, longest: number): Cut {
  const to = fitted(width, height, longest);
  return { x: 0, y: 0, width, height, toWidth: to.width, toHeight: to.height };
}

function piecesOf(width: number, height: number): Cut[] {
  // n pieces that overlap by half of themselves cover (n + 1) / 2 of their side.
  const share = 1 / (PIECES - (PIECES - 1) * OVERLAP);
  const side = { width: Math.ceil(width * share), height: Math.ceil(height * share) };
  const to = fitted(side.width, side.height, CAMERA_SIDE);
  const starts = (length: number, piece: number) =>
    Array.from({ length: PIECES }, (_, at) => Math.round((at * (length - piece)) / (PIECES - 1)));
  return starts(height, side.height).flatMap((y) =>
    starts(width, side.width).map((x) => ({ x, y, ...side, toWidth: to.width, toHeight: to.height })),
  );
}
