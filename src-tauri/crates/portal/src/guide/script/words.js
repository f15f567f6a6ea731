// Words as `portal::text` compares them: folded, whole, or open where a * stands.

/** NFKC, lower case, without blanks, what shows nothing, and the marks that decorate labels. */
const fold = (text) =>
  (text || '')
    .normalize('NFKC')
    .replace(/[\s\u0085\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff:*※]/g, '')
    .toLowerCase();

const patternOf = (word) => {
  const front = word.length > 1 && word.startsWith('*');
  const back = word.length > 1 && word.endsWith('*');
  return { text: word.slice(front ? 1 : 0, back ? -1 : undefined), front, back };
};

const isWord = ({ text, front, back }, folded) => {
  if (front && back) return folded.includes(text);
  if (front) return folded.endsWith(text);
  return back ? folded.startsWith(text) : folded === text;
};

const lists = new Map();
const patternsOf = (list) => {
  if (!lists.has(list)) lists.set(list, list.map(patternOf));
  return lists.get(list);
};

/** Is the folded text one of these words? */
const matches = (list, folded) => patternsOf(list).some((pattern) => isWord(pattern, folded));
/** Is one of these words in the folded text? */
const occurs = (list, folded) => patternsOf(list).some(({ text }) => folded.includes(text));

/** Does the folded text state one of these clauses: as what is, not as what may be? */
const states = (list, folded) =>
  patternsOf(list).some(({ text }) => {
    for (let at = folded.indexOf(text); at >= 0; at = folded.indexOf(text, at + text.length)) {
      const before = folded
        .slice(Math.max(0, at - 200), at)
        .split(/[。\n!.]/)
        .pop();
      const after = folded.slice(at + text.length, at + text.length + 20);
      const may =
        words.conditions.before.some((word) => before.includes(word)) ||
        words.conditions.after.some((word) => after.startsWith(word));
      if (!may) return true;
    }
    return false;
  });

const MARKS = '[▶►▷▸◀›»≫→⇒➡➔>・●■◆◇○◎★☆|\\-–—]+';
const AROUND = new RegExp(`^${MARKS}|${MARKS}$`, 'g');
/** The folded words of a control without its number, the arrows around them, and what is said of its window. */
const undecorated = (folded) =>
  folded
    .replace(AROUND, '')
    .replace(/^\(?\d+[.)、]/, '')
    .replace(/\([^(]*(ウィンドウ|ウインドウ|画面で開|タブ)[^(]*\)$/, '')
    .replace(AROUND, '');

/** The certificates of `labels.toml` whose names are in the folded text. */
const certificatesIn = (folded) => words.certificates.filter((certificate) => occurs(certificate.names, folded));
const certificateIn = (folded) => certificatesIn(folded)[0];
