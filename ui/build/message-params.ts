/** A message, or its plural forms. */
export type Source = string | Readonly<Record<string, string>>;

/** What the forms of a message are chosen by: so many, or the so-manieth. */
const COUNTS = ['count', 'nth'];

/** The names of a message's places, in any of its forms. */
export function placesOf(source: Source): string[] {
  const texts = typeof source === 'string' ? [source] : Object.values(source);
  const found = texts.flatMap((text) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1] ?? ''));
  return [...new Set(found)];
}

/**
 * The TypeScript of what each message must be given. Names that stand for all messages (`isStanding`) need not be given.
 * `languages`: the catalogue of each; a form in one of them needs its number everywhere.
 */
export function messageParams(
  languages: readonly Readonly<Record<string, Source>>[],
  isStanding: (name: string) => boolean,
): string {
  const [first = {}] = languages;
  const lines = Object.keys(first).flatMap((key) => {
    const names = new Set(languages.flatMap((catalogue) => placesOf(catalogue[key] ?? '')));
    const given = [...names].filter((name) => !isStanding(name)).toSorted();
    if (given.length === 0) return [];
    const members = given.map((name) => `${name}: ${COUNTS.includes(name) ? 'number' : 'Param'}`);
    const name = /^[a-z_]\w*$/.test(key) ? key : `'${key}'`;
    return [`  ${name}: { ${members.join('; ')} };`];
  });
  return [
    '// Made from messages/ by `npm run messages`. Do not edit.',
    "import type { Param } from './pieces';",
    '',
    '/** What the messages that name something must be given. */',
    'export interface MessageParams {',
    ...lines,
    '}',
    '',
  ].join('\n');
}
