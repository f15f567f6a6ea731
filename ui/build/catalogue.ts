import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import { withLineBreaks } from './line-breaks.ts';

/** Sentences of the system's own surfaces: compiled into Rust, not shipped to the WebView. */
const FOR_RUST = /^native_/;

/** Turns `messages/*.json` into modules: line breaks written in, what only Rust needs left out. */
export function catalogue(): Plugin {
  return {
    name: 'catalogue',
    enforce: 'pre',
    async load(id) {
      const path = id.split('?')[0] ?? id;
      if (!/\/messages\/[a-z-]+\.json$/.test(path)) return null;
      this.addWatchFile(path);
      const messages = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
      const japanese = basename(path, '.json').startsWith('ja');
      const kept = Object.entries(messages)
        .filter(([key]) => !FOR_RUST.test(key))
        .map(([key, message]) => [key, japanese ? withLineBreaks(message) : message]);
      return { code: `export default ${JSON.stringify(Object.fromEntries(kept))};`, moduleType: 'js', map: null };
    },
  };
}
