import { loadDefaultJapaneseParser } from 'budoux';
import { MAY_BREAK, MUST_NOT_BREAK, SEAM } from '../src/i18n/breaks.ts';

/** Quoted labels up to this long stay on one line: they are looked for as a whole. */
const LONGEST_UNBROKEN_LABEL = 6;
/** Words in hiragana that the parser cuts in two: whole, and a new phrase. */
const WHOLE_WORDS =
  /もど[るりっ]|つづ[きけ]|たしかめ|まちが[えい]|ちが[うい]|さが[すし]|しらべ|ためす|ためせ|のこり|やりなお|じゅうぶん|じゅんび|このまま|この?あと|もう一度|およそ|なくなって|その他|はがき|午[前後]\d+時|なお[しすり]|のせて|えら[ばびぶべん]|ひら[いかきくけ]|いわれ|(?<!お)すす[まみむめ]|かもしれ|かぎりま|あけ[るまてら]|間違[えうっ]/g;
/** Words that the parser cuts in two and that may stand inside a longer one. */
const UNBROKEN = /おすすめ|ふりがな|明る[いくさ]|当てはま|再起動|手順書/g;
/** A gloss begins a new phrase. */
const GLOSS = /〈/g;
/** Words that are longer than a narrow line break here, and not where the parser or the browser would. */
const SEAMS =
  /(?<=電子請求)(?:受付|登録)|(?<=証明書)発行(?=用|完了)|(?<=発行用|”の)パスワード|(?<=”)用|(?<=パスワード)通知書|(?<=アプリ)ユーザー|(?<=ユーザー)認証|(?<=証明書)ダウンロード|(?<=では)ありません|できませんでした|(?<=ように)なりました|(?<=[ァ-ヶー]{4})(?:し(?=[てま])|でき(?=ま)|され|済み)|(?<=[らえけせてめれ]ら?れ)ませ(?=ん)|(?<=発行)され/g;
/** And phrases longer than this here. */
const LAST_SEAMS = /(?<=[ァ-ヶー]{4})(?:です|から|まで)/g;
const LONGEST_PHRASE = 10;
/** Words that belong to what follows. */
export const POINTERS = /[こそあど]の|もう(?!一度)|何も/gu;
/** Particles and endings that stand alone before another word: they belong to what precedes them. */
export const PARTICLES =
  /(?:[はがをにでともへや]|の|から|まで|より|では|には|とは|でも|へは|からは|までに|ごろに?|です|ます|ません|ました)(?=[\p{Script=Han}\p{Script=Katakana}「『（〈、。\d]|$)/uy;
/** A number with what it counts, and the parts of a date and a time: `X` stands for a number that is filled in. */
const COUNTED =
  /(?:午[前後])?[\dX]+(?:年|か月|月|日|時間?|分|秒|回|件|枚|つ|文字|桁|けた|番|人|台)(?:[\dX]+(?:月|日|分|秒))*/gu;
const TOKEN = /\*\*|\{[^}]*\}|[\^~]/g;

const parser = loadDefaultJapaneseParser();

/** One character, placeholder or word with its reading, and the invisible tokens before it. */
interface Atom {
  text: string;
  seen: string;
  before: string[];
}

/**
 * Writes the places where a Japanese message may break into it: U+200B between phrases, U+2063 inside a phrase, for
 * lines that are shorter than it, U+2060 where browsers would break after a closing bracket although a particle
 * follows. `^` in the source adds a place, `~` takes one away.
 */
export function withLineBreaks(message: string): string {
  return message.split('\n').map(line).join('\n');
}

/** Japanese terms in another language's words, from here on too long to stay whole in a narrow place. */
const LONG_TERM = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{9,}/gu;

/** As {@link withLineBreaks}, for the Japanese terms that a message in another language names. */
export function withTermBreaks(message: string): string {
  return message.replace(LONG_TERM, (term) => parser.parse(term).join(MAY_BREAK));
}

function line(source: string): string {
  const { atoms, rest } = atomsOf(source);
  const seen = atoms.map((atom) => atom.seen).join('');
  const breaks = phraseEnds(seen);
  beginPhrases(seen, breaks);
  const seams = seamsOf(seen, breaks);
  for (const seam of seams) breaks.delete(seam);
  for (const places of [breaks, seams]) {
    mend(seen, places);
    keepLabelsWhole(seen, places);
  }
  leadArrows(seen, breaks);

  let strong = false;
  let out = '';
  const tokens = (before: string[], place: string) => {
    const closing = before.includes('**') && strong;
    const opening = before.filter((token) => token === '**').length > (closing ? 1 : 0);
    out += (closing ? '**' : '') + place + (opening ? '**' : '');
    if (closing !== opening) strong = opening;
  };
  let at = 0;
  let last: Atom | undefined;
  for (const atom of atoms) {
    const afterLabel = /[」』）〉]/.test(seen[at - 1] ?? '') && /\p{Script=Hiragana}/u.test(atom.seen);
    const free = !afterLabel && !atom.before.includes('~');
    const may = atom.before.includes('^') || (breaks.has(at) && free);
    // Browsers break beside a word with a reading whatever stands there.
    const beside = at > 0 && (isReading(atom) || isReading(last));
    tokens(atom.before, may ? MAY_BREAK : seams.has(at) && free ? SEAM : afterLabel || beside ? MUST_NOT_BREAK : '');
    out += atom.text;
    at += atom.seen.length;
    last = atom;
  }
  tokens(rest, '');
  return out;
}

function isReading(atom: Atom | undefined): boolean {
  return atom !== undefined && atom.text.startsWith('{') && atom.text.includes('|');
}

function atomsOf(source: string): { atoms: Atom[]; rest: string[] } {
  const atoms: Atom[] = [];
  let before: string[] = [];
  let next = 0;
  const take = (text: string, seen: string) => {
    atoms.push({ text, seen, before });
    before = [];
  };
  for (const token of source.matchAll(TOKEN)) {
    for (const character of source.slice(next, token.index)) take(character, character);
    if (token[0].startsWith('{')) take(token[0], /^\{([^|]+)\|/.exec(token[0])?.[1] ?? 'X');
    else before.push(token[0]);
    next = token.index + token[0].length;
  }
  for (const character of source.slice(next)) take(character, character);
  return { atoms, rest: before };
}

function phraseEnds(seen: string): Set<number> {
  const ends = new Set<number>();
  let position = 0;
  for (const phrase of parser.parse(seen)) {
    position += phrase.length;
    if (position < seen.length) ends.add(position);
  }
  return ends;
}

function beginPhrases(seen: string, breaks: Set<number>): void {
  for (const start of [...seen.matchAll(WHOLE_WORDS), ...seen.matchAll(GLOSS)]) {
    if (start.index > 0) breaks.add(start.index);
  }
}

function seamsOf(seen: string, breaks: Set<number>): Set<number> {
  const seams = new Set([...seen.matchAll(SEAMS)].map((seam) => seam.index).filter((at) => at > 0));
  for (const { index } of seen.matchAll(LAST_SEAMS)) {
    const ends = [0, ...breaks, seen.length].toSorted((one, other) => one - other);
    const next = ends.findIndex((end) => end > index);
    if ((ends[next] ?? 0) - (ends[next - 1] ?? 0) > LONGEST_PHRASE) seams.add(index);
  }
  return seams;
}

function mend(seen: string, breaks: Set<number>): void {
  for (const word of [...seen.matchAll(WHOLE_WORDS), ...seen.matchAll(UNBROKEN)]) {
    for (let at = word.index + 1; at < word.index + word[0].length; at += 1) breaks.delete(at);
  }
  for (const mark of seen.matchAll(/[（、。）〉」』]/g)) breaks.delete(mark.index);
  for (const mark of seen.matchAll(/[（〈「『]/g)) breaks.delete(mark.index + 1);
  // A line does not end on a word that only points at the next one.
  for (const pointer of seen.matchAll(POINTERS)) breaks.delete(pointer.index + pointer[0].length);
  for (const counted of seen.matchAll(COUNTED)) {
    for (let at = counted.index + 1; at < counted.index + counted[0].length; at += 1) breaks.delete(at);
  }
  for (const at of [...breaks]) {
    PARTICLES.lastIndex = at;
    if (PARTICLES.test(seen)) breaks.delete(at);
  }
}

/** An arrow leads to what follows. */
function leadArrows(seen: string, breaks: Set<number>): void {
  for (const arrow of seen.matchAll(/→/g)) {
    if (arrow.index > 0) breaks.add(arrow.index);
    breaks.delete(arrow.index + 1);
  }
}

function keepLabelsWhole(seen: string, breaks: Set<number>): void {
  for (const label of seen.matchAll(/[「『]([^」』]*)[」』]/g)) {
    if ((label[1] ?? '').length > LONGEST_UNBROKEN_LABEL) continue;
    for (let at = label.index + 1; at < label.index + label[0].length; at += 1) breaks.delete(at);
  }
  // A word that starts inside a bracket starts with the bracket.
  for (const bracket of seen.matchAll(/[「『（]/g)) breaks.delete(bracket.index + 1);
}
