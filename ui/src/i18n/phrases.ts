import type { Piece } from './pieces';

/** What is drawn on one line if it can be: pieces up to the next place where a line may break. */
export interface Phrase {
  pieces: readonly Piece[];
  /** It may not be broken inside. */
  whole: boolean;
}

const MAY_BREAK = '\u200b';
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
    if (current.length > 0) found.push({ pieces: current, whole: isWhole(current) });
    current = [];
  };
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      if (piece.kind === 'reading') current.push(piece);
      else {
        close();
        found.push({ pieces: [piece], whole: false });
      }
      continue;
    }
    for (const text of piece.text.split(/(\u200b)/)) {
      if (text === MAY_BREAK) {
        close();
        found.push({ pieces: [{ ...piece, text }], whole: false });
      } else if (text) current.push({ ...piece, text });
    }
  }
  close();
  return found;
}

function isWhole(pieces: readonly Piece[]): boolean {
  const text = pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
  return (
    pieces.length > 1 &&
    pieces.some((piece) => piece.kind === 'reading') &&
    Array.from(text.replaceAll('\u2060', '')).length <= LONGEST_WHOLE &&
    !text.includes(' ')
  );
}
