import { BREAKS, MAY_BREAK, SEAM } from './breaks';
import type { Piece } from './pieces';

/** What is drawn on one line if it can be: pieces up to the next place where a line may break. */
export interface Phrase {
  pieces: readonly Piece[];
  /** It may not be broken inside. */
  whole: boolean;
  /** It breaks inside only where it is longer than a line, and then at its seams, which stand as U+200B in it. */
  seamed: boolean;
}

/** Phrases of more characters than that are broken rather than let hang over the edge. */
const LONGEST_WHOLE = 9;

/**
 * Cuts pieces into phrases. WebKit breaks beside a word with a reading whatever stands there, so a phrase with one is
 * kept whole as long as it is short.
 */
export function phrases(pieces: readonly Piece[]): Phrase[] {
  const found: Phrase[] = [];
  let current: Piece[] = [];
  const close = () => {
    if (current.length > 0) found.push(phraseOf(current));
    current = [];
  };
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      if (piece.kind === 'reading') current.push(piece);
      else {
        close();
        found.push({ pieces: [piece], whole: false, seamed: false });
      }
      continue;
    }
    for (const text of piece.text.split(/(\u200b)/)) {
      if (text === MAY_BREAK) {
        close();
        found.push({ pieces: [{ ...piece, text }], whole: false, seamed: false });
      } else if (text) current.push({ ...piece, text });
    }
  }
  close();
  return found;
}

/** There is a phrase that has seams. */
export function haveSeams(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => piece.kind === 'text' && piece.text.includes(SEAM));
}

function phraseOf(pieces: readonly Piece[]): Phrase {
  const drawn = pieces.map((piece) =>
    piece.kind === 'text' ? { ...piece, text: piece.text.replaceAll(SEAM, MAY_BREAK) } : piece,
  );
  return { pieces: drawn, whole: isWhole(pieces), seamed: haveSeams(pieces) };
}

function isWhole(pieces: readonly Piece[]): boolean {
  const text = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
  return (
    pieces.length > 1 &&
    pieces.some((piece) => piece.kind === 'reading') &&
    Array.from(text.replace(BREAKS, '')).length <= LONGEST_WHOLE &&
    !text.includes(' ')
  );
}
