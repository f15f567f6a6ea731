import type first from '../../messages/ja/first.json';
import type rest from '../../messages/ja/rest.json';

/** A key of the catalogue. */
export type Key = keyof typeof first | keyof typeof rest;
/** A language with a catalogue: the name of its folder. */
export type Language = 'ja' | 'ja-easy' | 'en';
/** A message that counts, in the forms that its language tells apart (Unicode CLDR plural rules). */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
/** The messages of one language, or those that the first picture needs. */
export type Catalogue = Readonly<Partial<Record<Key, string | Forms>>>;
/** How much of a catalogue is fetched. */
export type CataloguePart = 'first' | 'whole';

type Files = Readonly<Record<string, (() => Promise<Catalogue>) | undefined>>;

// Two files of each language: what the first picture says, and all the rest.
const firsts: Files = import.meta.glob<Catalogue>('../../messages/*/first.json', { import: 'default' });
const rests: Files = import.meta.glob<Catalogue>('../../messages/*/rest.json', { import: 'default' });

/** The languages that have a catalogue, in the order in which they are offered. */
export const languages: readonly Language[] = (['ja', 'ja-easy', 'en'] as const).filter(
  (each) => fileOf(each) in firsts,
);

/** The language to use: the one chosen, else the first of the system's that has a catalogue, else Japanese. */
export function resolveLanguage(chosen: string | null, system: readonly string[] = navigator.languages): Language {
  const known = (tag: string | undefined) => languages.find((each) => each === tag);
  const wanted = chosen === null ? system : [chosen];
  for (const tag of wanted) {
    const found = known(tag) ?? known(tag.split('-')[0]);
    if (found) return found;
  }
  return 'ja';
}

/** The locale of dates, numbers and plurals of a language, BCP 47. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : 'ja-JP';
}

/** Fetches the catalogue of one language, or as much of it as the first picture needs; the others are not fetched. */
export async function fetchCatalogue(language: Language, part: CataloguePart = 'whole'): Promise<Catalogue> {
  const parts = await Promise.all([
    firsts[fileOf(language)]?.(),
    part === 'whole' ? rests[fileOf(language, 'rest')]?.() : undefined,
  ]);
  if (!parts[0]) throw new Error(`no catalogue for ${language}`);
  return { ...parts[0], ...parts[1] };
}

function fileOf(language: Language, part: 'first' | 'rest' = 'first'): string {
  return `../../messages/${language}/${part}.json`;
}
