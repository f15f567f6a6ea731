import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { withLineBreaks, withTermBreaks } from './line-breaks.ts';

/** Members of the guide's files that are words; the others are names. */
const WORDS = new Set(['title', 'lead', 'text', 'official', 'note', 'question', 'steps', 'said', 'is']);
/** Files with words: the UI's of a language's catalogue, and the guide's. */
const FILES = /\/(?:(messages)\/([a-z-]+)\/(?:first|rest)|guide\/content\/(?:troubleshooting\.)?([a-z-]+))\.json$/;

/** Turns the catalogues and the guide's files into modules with their line breaks written in. */
export function catalogue(): Plugin {
  return {
    name: 'catalogue',
    enforce: 'pre',
    async load(id) {
      const [path = id] = id.split('?');
      const [found, messages, ofMessages, ofGuide] = FILES.exec(path) ?? [];
      if (!found) return null;
      this.addWatchFile(path);
      const language = ofMessages ?? ofGuide ?? '';
      const broken = language.startsWith('ja') ? withLineBreaks : withTermBreaks;
      const read: unknown = JSON.parse(await readFile(path, 'utf8'));
      const written = content(read, broken, (member) => messages !== undefined || WORDS.has(member));
      return { code: `export default ${JSON.stringify(written)};`, moduleType: 'js', map: null };
    },
  };
}

/** The same with breaks in the texts of those members that are words. */
function content(
  read: unknown,
  broken: (text: string) => string,
  isWords: (member: string) => boolean,
  member = '',
): unknown {
  if (typeof read === 'string') return isWords(member) ? broken(read) : read;
  if (Array.isArray(read)) return read.map((each: unknown) => content(each, broken, isWords, member));
  if (typeof read !== 'object' || read === null) return read;
  return Object.fromEntries(Object.entries(read).map(([name, value]) => [name, content(value, broken, isWords, name)]));
}
