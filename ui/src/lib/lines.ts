import { pieces, type Key } from './messages';

/** The lines of a message, for drawings: SVG text does not wrap and has no readings. */
export function lines(key: Key): string[] {
  const text = pieces(key).map((piece) => (piece.kind === 'line-end' ? '\n' : piece.kind === 'mark' ? '' : piece.text));
  return text
    .join('')
    .replace(/[\u200b\u2060]/g, '')
    .split('\n');
}
