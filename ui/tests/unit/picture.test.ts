import { expect, test } from 'vitest';
import { cameraCut, fitted, LONGEST_SIDE, luma, photoCuts, type Cut } from '../../src/camera/picture';

const rgba = (...pixels: [number, number, number, number][]) => new Uint8ClampedArray(pixels.flat());

test('brightness is weighed as the eye does, black and white stay what they are', () => {
  const { width, height, bytes } = luma(
    rgba([0, 0, 0, 255], [255, 255, 255, 255], [255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [90, 90, 90, 255]),
    3,
    2,
  );
  expect([width, height]).toEqual([3, 2]);
  expect([...bytes]).toEqual([0, 255, 76, 149, 28, 90]);
});

test('what is transparent lies on white', () => {
  expect([...luma(rgba([0, 0, 0, 0], [0, 0, 0, 51], [255, 255, 255, 10]), 3, 1).bytes]).toEqual([255, 204, 255]);
});

/** Characters of a cut in Android's bridge, which carries text only: base64. */
const characters = ({ toWidth, toHeight }: Cut) => Math.ceil((toWidth * toHeight) / 3) * 4;

test.each([
  [4000, 3000, 960, 720],
  [3000, 4000, 720, 960],
  [3000, 3000, 831, 831],
  [640, 480, 640, 480],
  [10_000, 3, 960, 1],
])('%i × %i is looked at as %i × %i', (width, height, toWidth, toHeight) => {
  expect(fitted(width, height)).toEqual({ width: toWidth, height: toHeight });
});

test.each([
  [1280, 720, 280, 0, 720, 720],
  [720, 1280, 0, 280, 720, 720],
  [1920, 1080, 420, 0, 1080, 831],
  [1920, 1920, 0, 0, 1920, 831],
])('of the camera’s %i × %i the middle square is looked at', (width, height, x, y, side, to) => {
  expect(cameraCut(width, height)).toEqual({ x, y, width: side, height: side, toWidth: to, toHeight: to });
  expect(characters(cameraCut(width, height))).toBeLessThan(1_000_000);
});

test.each([
  [200, 300],
  [1000, 1000],
  [900, 700],
  [1500, 400],
  [4000, 3000],
  [3024, 4032],
  [12_000, 700],
])(
  'a photo of %i × %i is looked at as a whole, then in pieces that leave nothing out, none of it a megabyte',
  (width, height) => {
    const cuts = photoCuts(width, height);
    const [first] = cuts;
    expect(first).toMatchObject({ x: 0, y: 0, width, height });
    for (const cut of cuts) {
      expect(Math.max(cut.toWidth, cut.toHeight)).toBeLessThanOrEqual(LONGEST_SIDE);
      expect(characters(cut)).toBeLessThan(1_000_000);
      expect(Math.min(cut.toWidth, cut.toHeight)).toBeGreaterThan(0);
      expect(cut.toWidth).toBeLessThanOrEqual(cut.width);
      expect(cut.x + cut.width).toBeLessThanOrEqual(width);
      expect(cut.y + cut.height).toBeLessThanOrEqual(height);
    }
    const pieces = cuts.filter((cut) => cut.width < width);
    expect(pieces.length > 0).toBe(Math.max(width, height) > 960 || width * height > 960 * 720);
    // Any code of a sixth of the photo lies in one piece as a whole.
    const side = Math.floor(Math.min(width, height) / 6);
    for (let x = 0; pieces.length > 0 && x + side <= width; x += side) {
      for (let y = 0; y + side <= height; y += side) {
        const holds = pieces.some(
          (each) => each.x <= x && each.y <= y && each.x + each.width >= x + side && each.y + each.height >= y + side,
        );
        expect(holds, `${x} ${y}`).toBe(true);
      }
    }
  },
);

test('a small picture is looked at once, in its own size', () => {
  expect(photoCuts(200, 300)).toEqual([{ x: 0, y: 0, width: 200, height: 300, toWidth: 200, toHeight: 300 }]);
});
