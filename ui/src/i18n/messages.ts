import type { Key } from './catalogue';
import type { MessageParams } from './message-params';
import type { Param, Params, PasswordMark, Piece } from './pieces';
import { countedReading } from './readings';

/** A key whose message is complete as it is: the app's limits stand for all messages. */
export type PlainKey = Exclude<Key, keyof MessageParams>;

declare const made: unique symbol;
/** A message with all that it names. Only {@link message} and {@link messageWith} make one. */
export interface Said {
  readonly key: Key;
  readonly params: Params;
  readonly [made]: true;
}
/** What a component says. */
export type Message = PlainKey | Said;

/** A message that names something: what it names is checked against the catalogue when it is compiled. */
export function message<Each extends keyof MessageParams>(key: Each, params: MessageParams[Each]): Said {
  return messageWith(key, params);
}

/** A message whose parameters came with its code, from Rust. */
export function messageWith(key: Key, params: Params): Said {
  return { key, params } as Said;
}

/**
 * A text cut into what is drawn. Markup: `**strong**`, a line end, `{mark:login}` for the mark of a password
 * with its word, `{漢字|かんじ}` for a reading; `{name}` takes a parameter. `messages/README.md` tells more.
 */
export function parseMessage(source: string, paramOf: (name: string) => Param | undefined): Piece[] {
  const found: Piece[] = [];
  let strong = false;
  let text = '';
  const flush = () => {
    if (text) found.push({ kind: 'text', text, strong });
    text = '';
  };
  for (const part of source.split(/(\*\*|\n|\{[^}]*\})/)) {
    const [base = '', reading] = part.slice(1, -1).split('|');
    if (part === '**') {
      flush();
      strong = !strong;
    } else if (part === '\n') {
      flush();
      found.push({ kind: 'line-end' });
    } else if (part.startsWith('{mark:')) {
      flush();
      found.push({ kind: 'mark', mark: part.slice(6, -1) as PasswordMark });
    } else if (part.startsWith('{') && reading !== undefined) {
      // 3{分|ふん} is さんぷん, whatever number fills the place.
      const [written, number = ''] = /(\d+)\u2060?$/.exec(text) ?? [];
      const counted = written === undefined ? undefined : countedReading(number, base);
      if (written !== undefined && counted?.whole) text = text.slice(0, -written.length);
      flush();
      found.push({
        kind: 'reading',
        text: counted?.whole ? number + base : base,
        reading: counted?.reading ?? reading,
        strong,
      });
    } else if (part.startsWith('{')) {
      const given = paramOf(base) ?? '';
      if (typeof given === 'object') {
        flush();
        found.push(...given);
      } else text += String(given);
    } else {
      text += part;
    }
  }
  flush();
  return found;
}
