import { label, pieces, type Key } from './messages';

/** The lines of a message, for drawings: SVG text does not wrap. */
export function lines(key: Key): string[] {
  const found = [''];
  for (const piece of pieces(key)) {
    if (piece.kind === 'line-end') found.push('');
    else if (piece.kind === 'text') found[found.length - 1] += piece.text.replace(/[\u200b\u2060]/g, '');
  }
  return found.length > 1 ? found : [label(key)];
}
