import { afterEach, expect, test, vi } from 'vitest';
import { MOST_BYTES, pngOf } from '../../src/print/element-picture';

afterEach(() => vi.restoreAllMocks());

/** A canvas whose PNG has so many bytes a pixel; jsdom draws nothing. */
function canvasOf(width: number, height: number, bytesPerPixel: number): HTMLCanvasElement {
  const drawImage = vi.fn();
  const canvas = {
    width,
    height,
    getContext: () => ({ drawImage }),
    toBlob(done: (png: Blob) => void) {
      done({ size: Math.round(this.width * this.height * bytesPerPixel) } as Blob);
    },
  };
  return canvas as unknown as HTMLCanvasElement;
}

test.each([
  [794, 1123, 0.2, 794],
  [794, 1123, 4, 271],
  [4000, 3000, 4, 469],
])(
  'a picture of %i × %i with %d bytes a pixel is shared %i pixels wide, less than a megabyte as text',
  async (width, height, bytes, to) => {
    let last = canvasOf(width, height, bytes);
    vi.spyOn(document, 'createElement').mockImplementation(() => (last = canvasOf(0, 0, bytes)));
    const png = await pngOf(last);
    expect(png?.size).toBeLessThanOrEqual(MOST_BYTES);
    expect(Math.ceil(MOST_BYTES / 3) * 4).toBeLessThan(1_000_000);
    expect(last.width).toBe(to);
  },
);

test('what is too large and cannot be drawn smaller is not shared', async () => {
  const canvas = canvasOf(794, 1123, 4);
  vi.spyOn(document, 'createElement').mockReturnValue({ getContext: () => null } as unknown as HTMLElement);
  expect(await pngOf(canvas)).toBeNull();
});
