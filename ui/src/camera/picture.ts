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

/** Longest side of what is looked at. Up to here Rust also looks for small codes in the doubled picture. */
export const LONGEST_SIDE = 960;
/** Most pixels of what is looked at: as text, which is all that Android's bridge carries, less than a megabyte. */
const MOST_PIXELS = 960 * 720;
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

/** The sides scaled down to what is looked at; never up. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** How a picture of the camera is looked at: the square in its middle, which is what the page shows of it. */
export function cameraCut(width: number, height: number): Cut {
  const side = Math.min(width, height);
  const to = fitted(side, side);
  const [x, y] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  return { x, y, width: side, height: side, toWidth: to.width, toHeight: to.height };
}

/**
 * How a photo is looked at, one part after the other until something is read: as a whole, which finds a code that fills it,
 * and, where that made it smaller, piece by piece, for a small code far away.
 */
export function photoCuts(width: number, height: number): Cut[] {
  const to = fitted(width, height);
  const whole = { x: 0, y: 0, width, height, toWidth: to.width, toHeight: to.height };
  return to.width < width || to.height < height ? [whole, ...piecesOf(width, height)] : [whole];
}

function piecesOf(width: number, height: number): Cut[] {
  // n pieces that overlap by half of themselves cover (n + 1) / 2 of their side.
  const share = 1 / (PIECES - (PIECES - 1) * OVERLAP);
  const side = { width: Math.ceil(width * share), height: Math.ceil(height * share) };
  const to = fitted(side.width, side.height);
  const starts = (length: number, piece: number) =>
    Array.from({ length: PIECES }, (_, at) => Math.round((at * (length - piece)) / (PIECES - 1)));
  return starts(height, side.height).flatMap((y) =>
    starts(width, side.width).map((x) => ({ x, y, ...side, toWidth: to.width, toHeight: to.height })),
  );
}
