// @vitest-environment node
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Manifest } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LANGUAGES, readCatalogue, textsOf } from './catalogues';

/** Gzipped bytes of everything that the first picture waits for: with whose app it is, and home's ways to a lost and a new phone. */
const BUDGET = 51 * 1024;
/** Gzipped bytes of each part of the build with its styles, by what it is made from. Whoever needs more says why. */
const BUDGETS: readonly [from: RegExp, bytes: number][] = [
  [/^index\.html$/, 12 * 1024],
  // With home's way to notifications before an end.
  [/^_\w+-[\w-]+\.js$/, 37 * 1024],
  [/^src\/backend\/\w+\.ts$/, 2 * 1024],
  // With the pages on privacy, for a facility's manager, and of a certificate's life.
  [/^src\/registry\/later\.ts$/, 70 * 1024],
  [/^messages\/[\w-]+\/first\.json$/, 4 * 1024],
  // With what these two say, and what the terms mean.
  [/^messages\/[\w-]+\/rest\.json$/, 31 * 1024],
  [/^src\/guide\/content\/.+\.json$/, 14 * 1024],
  // Read by hardly anybody: fetched when its page is opened.
  [/THIRD-PARTY\.txt/, 24 * 1024],
];

const folder = mkdtempSync(join(tmpdir(), 'ui-'));
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const assets = () => readdirSync(join(folder, 'assets'));
let manifest: Manifest;

beforeAll(async () => {
  // As it is shipped: otherwise Svelte's messages for developers are counted too.
  vi.stubEnv('NODE_ENV', 'production');
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, manifest: true },
  });
  vi.unstubAllEnvs();
  manifest = JSON.parse(read('.vite/manifest.json')) as Manifest;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The files of these modules and of all that they import at once. */
function files(...names: string[]): Set<string> {
  const found = new Set<string>();
  const take = (name: string) => {
    const chunk = manifest[name];
    if (!chunk) throw new Error(`${name} is not in the build`);
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    chunk.css?.forEach((file) => found.add(file));
    chunk.imports?.forEach(take);
  };
  names.forEach(take);
  return found;
}

test.each(LANGUAGES)('the first screen fits the budget in %s', (language) => {
  const first = files('index.html', `messages/${language}/first.json`, 'src/backend/tauri.ts');
  const sizes = ['index.html', ...first].map((path) => [path, gzipSync(read(path)).length] as const);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  expect(sum, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(BUDGET);
});

test('every part of the build fits its budget', () => {
  const sizes = Object.entries(manifest)
    .filter(([, { file }]) => file.endsWith('.js'))
    .map(([from, { file, css = [] }]) => {
      const size = [file, ...css].reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
      return { from, size, budget: BUDGETS.find(([wanted]) => wanted.test(from))?.[1] ?? 0 };
    });
  const report = sizes.map(({ from, size, budget }) => `${from}: ${size} of ${budget}`).join('\n');
  expect(
    sizes.filter(({ size, budget }) => size > budget),
    report,
  ).toEqual([]);
});

test('languages, the guide and the other screens are not in it', () => {
  const first = files('index.html');
  const apart = [
    'src/registry/later.ts',
    'src/guide/content/ja.json',
    'src/guide/content/troubleshooting.ja.json',
    ...LANGUAGES.flatMap((language) => [`messages/${language}/first.json`, `messages/${language}/rest.json`]),
  ];
  for (const name of apart) expect(first, name).not.toContain(manifest[name]?.file);
});

test('every message that the first screen could say is in the first part of the catalogue', () => {
  const all = Object.keys(readCatalogue('ja'));
  const first = readCatalogue('ja', 'first');
  const code = [...files('index.html')]
    .filter((path) => path.endsWith('.js'))
    .map(read)
    .join('\n');
  const named = new Set([...code.matchAll(/["'`]([a-z][\w-]*)["'`]/g)].map((match) => match[1]));
  const starts = [...code.matchAll(/`([a-z]+_[\w-]*)\$\{/g)].map((match) => match[1] ?? '');
  const wanted = all.filter(
    (key) =>
      named.has(key) ||
      // Failures, findings and drawings of the other screens come with them.
      starts.some((start) => !['failure_', 'finding_', 'drawing_'].includes(start) && key.startsWith(start)),
  );
  expect(wanted.filter((key) => !(key in first))).toEqual([]);
});

test('nothing in it needs a looser CSP', () => {
  expect(read('index.html')).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|https?:/);
  for (const name of assets()) {
    const text = read(`assets/${name}`);
    if (name.endsWith('.css')) expect(text, name).not.toMatch(/url\(|@import/);
    if (name.endsWith('.js'))
      expect(text, name).not.toMatch(/\beval\(|new Function\(|createElement\(["'`]style["'`]\)/);
  }
});

test.each(LANGUAGES)('sentences for Rust are not shipped to it: %s', (language) => {
  const shipped = assets().map((name) => read(`assets/${name}`));
  const said = LANGUAGES.flatMap((each) => Object.values(readCatalogue(each))).flatMap(textsOf);
  const native = Object.values(readCatalogue(language, 'native'))
    .flatMap(textsOf)
    .filter((text) => !said.some((each) => each.includes(text)));
  expect(native.length).toBeGreaterThan(5);
  const found = native.filter((text) => text.length > 6 && shipped.some((code) => code.includes(text)));
  expect(found).toEqual([]);
});
