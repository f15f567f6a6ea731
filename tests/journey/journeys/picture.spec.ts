import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { isEmpty } from '../src/picture.ts';

test('a picture of one colour is empty, and one dot is something', () => {
  const picture = new PNG({ width: 40, height: 30 });
  picture.data.fill(255);
  expect(isEmpty(PNG.sync.write(picture))).toBe(true);
  picture.data[4 * 1199] = 254;
  expect(isEmpty(PNG.sync.write(picture))).toBe(false);
});
