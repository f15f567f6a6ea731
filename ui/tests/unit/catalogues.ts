import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Source } from '../../build/message-params.ts';

/** A file of a language's catalogue. */
export type Part = 'first' | 'rest' | 'native' | 'site';

const FOLDER = fileURLToPath(new URL('../../messages/', import.meta.url));

/** The languages that have a folder, Japanese first. */
export const LANGUAGES = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .toSorted((one, other) => Number(other === 'ja') - Number(one === 'ja'));

/** The messages of one language as they are written: those of the UI, or of the files named. */
export function readCatalogue(language: string, ...parts: Part[]): Record<string, Source> {
  const wanted = parts.length > 0 ? parts : (['first', 'rest'] as const);
  const read = wanted.map(
    (part) => JSON.parse(readFileSync(`${FOLDER}${language}/${part}.json`, 'utf8')) as Record<string, Source>,
  );
  return Object.assign({}, ...read) as Record<string, Source>;
}

/** The texts of a message: one, or one for each form. */
export function textsOf(source: Source | undefined): string[] {
  return typeof source === 'object' ? Object.values(source) : source === undefined ? [] : [source];
}
