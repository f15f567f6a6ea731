import { PNG } from 'pngjs';

/** Nothing is on the picture: all of it has one colour. */
export function isEmpty(png: Buffer): boolean {
  const { data } = PNG.sync.read(png);
  const first = data.readUInt32BE(0);
  for (let at = 4; at < data.length; at += 4) if (data.readUInt32BE(at) !== first) return false;
  return true;
}
