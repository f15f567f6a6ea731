import { BREAKS } from './breaks';
import type { Message } from './messages';
import type { Translator } from './translation';

/**
 * The lines of a message, for drawings: SVG text does not wrap and has no readings. A line longer than `most`
 * characters goes on in the next one, where its words are parted by blanks.
 */
export function lines(translator: Translator, message: Message, most = Infinity): string[] {
  const text = translator
    .pieces(message)
    .map((piece) => (piece.kind === 'line-end' ? '\n' : piece.kind === 'mark' ? '' : piece.text));
  return text
    .join('')
    .replace(BREAKS, '')
    .split('\n')
    .flatMap((line) => wrapped(line, most));
}

function wrapped(line: string, most: number): string[] {
  const found: string[] = [];
  for (const word of line.split(' ')) {
    const last = found.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}
