import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { top } from '../src/places.ts';
import { serve } from './server.ts';

const PAGES = ['/', '/card', '/verified', '/privacy', '/support'];
const publisher = path.join(top, 'tests/journey/site/publisher.toml');
const write = (...to: string[]) =>
  execFileSync(path.join(top, 'scripts/site'), to, { encoding: 'utf8', stdio: 'pipe' });

let folder = '';
let site: Awaited<ReturnType<typeof serve>>;
test.beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'site-'));
  write(publisher, folder);
  site = await serve(folder);
});
test.afterAll(() => {
  site.stop();
  rmSync(folder, { recursive: true });
});

test('an HTML validator finds nothing', () => {
  const files = ['index', 'card', 'verified', 'privacy', 'support'].map((name) => path.join(folder, `${name}.html`));
  const validate = (...files: string[]) =>
    execFileSync('npx', ['--no-install', 'html-validate', '--config', 'site/html-validate.json', ...files], {
      cwd: path.join(top, 'tests/journey'),
      encoding: 'utf8',
      stdio: 'pipe',
    });
  validate(...files);
  const broken = path.join(folder, 'broken.html');
  writeFileSync(broken, readFileSync(files[0] ?? '', 'utf8').replace('<h1>', '<h1><p>'));
  expect(() => validate(broken)).toThrow();
});

for (const page of PAGES)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`${page} in the ${colorScheme} is read by everybody`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
      const tab = await context.newPage();
      const wrong: string[] = [];
      tab.on('console', (message) => wrong.push(message.text()));
      tab.on('request', (request) => {
        if (!request.url().startsWith(site.base)) wrong.push(request.url());
      });
      const answer = await tab.goto(`${site.base}${page}`);
      expect(answer?.headers()['content-security-policy']).toContain("default-src 'none'");
      await expect(tab.locator('section')).toHaveCount(3);
      for (const [link, id, words] of [
        ['日本語', 'ja', /証明書/],
        ['やさしい日本語', 'ja-easy', /しょうめいしょ|じょうほう|アプリ/],
        ['English', 'en', /[a-z]{3}/],
      ] as const) {
        await tab.getByRole('link', { name: link, exact: true }).click();
        const shown = tab.locator('section:visible');
        await expect(shown).toHaveCount(1);
        await expect(shown).toHaveAttribute('id', id);
        await expect(shown).toContainText(words);
        expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
        const { violations } = await new AxeBuilder({ page: tab }).analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
        await tab.screenshot({
          path: path.join(top, `target/site-pictures/${page.slice(1) || 'index'}-${id}-${colorScheme}.png`),
          fullPage: true,
        });
      }
      expect(wrong).toEqual([]);
      await context.close();
    });

test('a card keeps what it holds, whatever the language, and needs no script', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  const card = `${site.base}/card?v=1&kind=dx&office=%E3%81%95%E3%81%8F%E3%82%89&id=KJ1372000123A5`;
  await tab.goto(card);
  await tab.getByRole('link', { name: 'English' }).click();
  expect(tab.url()).toBe(`${card}#en`);
  const store = tab.locator('section:visible').getByRole('link', { name: 'Open Google Play' });
  await expect(store).toHaveAttribute('href', 'https://play.google.com/store/apps/details?id=jp.shomeinavi.app&hl=ja');
  await expect(tab.locator('section:visible')).toContainText('ひまわり会 <証明書ナビ係>');
  expect(await tab.locator('script, form, iframe, [style], [onclick]').count()).toBe(0);
  await context.close();
});

test('the systems learn whose links these are', async ({ request }) => {
  const apple = await request.get(`${site.base}/.well-known/apple-app-site-association`);
  expect(apple.headers()['content-type']).toContain('application/json');
  expect(await apple.json()).toEqual({
    applinks: {
      details: [{ appIDs: ['ABCDE12345.jp.shomeinavi.app'], components: [{ '/': '/card' }, { '/': '/verified' }] }],
    },
  });
  const android = (await (await request.get(`${site.base}/.well-known/assetlinks.json`)).json()) as unknown[];
  expect(android).toHaveLength(1);
  expect(android[0]).toMatchObject({
    relation: ['delegate_permission/common.handle_all_urls'],
    target: { namespace: 'android_app', package_name: 'jp.shomeinavi.app' },
  });
});

test('what is missing or wrong is said', () => {
  const text = readFileSync(publisher, 'utf8');
  const tried = (changed: string) => {
    const file = path.join(folder, 'changed.toml');
    writeFileSync(file, changed);
    return () => write(file, path.join(folder, 'changed'));
  };
  expect(tried(text.split('[site]')[0] ?? '')).toThrow(/no \[site\]/);
  expect(tried(text.replace('14:6D:', '14:6d:'))).toThrow(/android_fingerprints/);
  expect(tried(text.replace(/^apple_team.*$/m, ''))()).toContain('no apple_team');
});
