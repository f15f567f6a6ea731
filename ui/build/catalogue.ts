import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { withLineBreaks, withTermBreaks } from './line-breaks.ts';

/** Sentences of the system's own surfaces: compiled into Rust, not shipped to the WebView. */
const FOR_RUST = /^native_/;
/** What the first picture says, on welcome and home; a test looks whether it is all of it. */
const FIRST =
  /^(app_name|back|cancel|help|language_button|read_aloud.*|mark_.*|stages?|stage_.*|kind_.*|notice_.*|practice_(open.*|strip.*|leave|prefix)|guide_open.*|settings_open|about_open|welcome_.*|home_.*|certificate_(until.*|over|due.*|details|subject|issuer|from|fingerprint)|proof_.*|saved_file_.*|verify_go|time_.*|month_day.*|question_.*|drawing_welcome|failure_(code|internal.*|store.*))$/;
/** Members of the guide's files that are words; the others are names. */
const WORDS = new Set(['title', 'lead', 'text', 'official', 'note', 'question', 'steps', 'said', 'is']);

/**
 * Turns `messages/*.json` and the guide's files into modules: line breaks written in, what only Rust needs left out,
 * a catalogue cut in two (`ja.json` for the first picture, `ja.json?rest`).
 */
export function catalogue(): Plugin {
  return {
    name: 'catalogue',
    enforce: 'pre',
    async load(id) {
      const [path = id, query] = id.split('?');
      const [, folder, language = ''] = /\/(messages|guide\/content)\/(?:trouble\.)?([a-z-]+)\.json$/.exec(path) ?? [];
      if (!folder) return null;
      this.addWatchFile(path);
      const read: unknown = JSON.parse(await readFile(path, 'utf8'));
      const broken = language.startsWith('ja') ? withLineBreaks : withTermBreaks;
      const written =
        folder === 'messages'
          ? messages(read as Record<string, string>, query === 'rest', broken)
          : content(read, broken);
      return { code: `export default ${JSON.stringify(written)};`, moduleType: 'js', map: null };
    },
  };
}

type Breaks = (text: string) => string;

function messages(read: Record<string, string>, rest: boolean, broken: Breaks): Record<string, string> {
  const kept = Object.entries(read).filter(([key]) => !FOR_RUST.test(key) && FIRST.test(key) !== rest);
  return Object.fromEntries(kept.map(([key, message]) => [key, broken(message)]));
}

function content(read: unknown, broken: Breaks, words = false): unknown {
  if (typeof read === 'string') return words ? broken(read) : read;
  if (Array.isArray(read)) return read.map((each: unknown) => content(each, broken, words));
  if (typeof read !== 'object' || read === null) return read;
  return Object.fromEntries(Object.entries(read).map(([key, value]) => [key, content(value, broken, WORDS.has(key))]));
}
