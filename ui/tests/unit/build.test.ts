// @vitest-environment node
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** Gzipped bytes of everything that the first picture waits for. */
const BUDGET = 60 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'ui-'));
const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const assets = () => readdirSync(join(folder, 'assets'));

beforeAll(
  () => build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: folder } }),
  60_000,
);
afterAll(() => rmSync(folder, { recursive: true }));

test('the first screen fits the budget', () => {
  const first = [
    'index.html',
    ...assets()
      .filter((name) => !name.startsWith('later-'))
      .map((name) => `assets/${name}`),
  ];
  const sizes = first.map((path) => [path, gzipSync(read(path)).length] as const);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  expect(sum, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(BUDGET);
  expect(assets().filter((name) => name.startsWith('later-')).length).toBeGreaterThan(0);
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

test('sentences for Rust are not shipped to it', () => {
  expect(assets().some((name) => read(`assets/${name}`).includes('native_'))).toBe(false);
});
