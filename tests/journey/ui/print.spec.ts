import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import type { Caregiver } from '../src/caregiver.ts';
import { cardLink, MANUAL, OFFICE, USER_ID } from '../src/inbound.ts';
import { top } from '../src/places.ts';
import { test } from './outside.ts';
import { expect } from './session.ts';

const PAPERS = path.join(top, 'target/inbound/papers');
/** As long as the card takes: 40 characters. */
const LONG = '社会福祉法人さくら会北海道札幌市中央区地域密着型通所介護事業所ひまわりのおうちあ';
const LANGUAGES = ['ja', 'ja-easy', 'en'] as const;
/** Millimetres. */
const SIZES = { a4: [210, 297], a6: [105, 148] } as const;

test.beforeAll(() => mkdirSync(PAPERS, { recursive: true }));

/** The page as a printer gets it, kept to be looked at. */
async function printed(page: Page, name: string): Promise<string> {
  const file = path.join(PAPERS, `${name}.pdf`);
  writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
  return file;
}

/** Pages and the size of the first one in millimetres, by poppler. */
function measured(pdf: string): { pages: number; width: number; height: number } {
  const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
  const pages = Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]);
  const [, width, height] = /^Page size:\s+([\d.]+) x ([\d.]+) pts/m.exec(info) ?? [];
  const millimetres = (points: string | undefined) => Math.round((Number(points) * 25.4) / 72);
  return { pages, width: millimetres(width), height: millimetres(height) };
}

/** Its picture, in dots per inch, by poppler. */
function rastered(pdf: string, dots: number): string {
  const name = pdf.replace(/\.pdf$/, '');
  execFileSync('pdftoppm', ['-png', '-r', String(dots), '-singlefile', pdf, name]);
  return `${name}.png`;
}

/** What the codes in a picture say, by zbar. */
function codesIn(picture: string): string[] {
  const read = execFileSync('zbarimg', ['--quiet', '--raw', picture], { encoding: 'utf8' });
  return read.split('\n').filter(Boolean);
}

/** The words of it, without the places where they may break. */
function wordsOf(pdf: string): string {
  return execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' }).replaceAll(/[\s\u200b\u2060]/g, '');
}

/** Black, white and what lies between them. */
function isGrey(picture: string): boolean {
  const { data } = PNG.sync.read(readFileSync(picture));
  for (let at = 0; at < data.length; at += 4) if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  return true;
}

async function speaks(page: Page, caregiver: Caregiver, language: (typeof LANGUAGES)[number]): Promise<void> {
  if (language === 'ja') return;
  await caregiver.presses('open-language');
  await caregiver.presses(`option-${language}`);
  await expect(page.locator('html')).toHaveAttribute('data-language', language);
  await caregiver.presses('back');
  await caregiver.sees('welcome');
}

/** Opened as `done` does it: this button is only there after a certificate. */
async function openCard(page: Page, session: () => Record<string, string>): Promise<void> {
  await page.request.post('/intent', { headers: session(), data: { id: 'open', page: 'facility-card' } });
  await page.locator('[data-overlay=facility-card] h1').waitFor();
}

async function makeCard(page: Page, office: string, kind: 'dx' | 'hoken' | '', id?: string): Promise<void> {
  await page.locator('#card-office').fill(office);
  await page.locator(`label:has(input[name=card-kind][value="${kind}"])`).click();
  if (id) {
    await page.getByTestId('card-with-id').check();
    await page.locator('#card-user-id').fill(id);
  }
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  await page.getByTestId('card-preview').waitFor();
}

const cards: { name: string; office: string; kind: 'dx' | 'hoken' | ''; id?: string }[] = [
  { name: 'plain', office: OFFICE, kind: 'dx' },
  { name: 'with-id', office: OFFICE, kind: 'hoken', id: USER_ID },
  { name: 'longest', office: LONG, kind: 'hoken', id: USER_ID },
];

for (const language of LANGUAGES) {
  for (const { name, office, kind, id } of cards) {
    test(`the facility card (${name}) in ${language} is one page of A4 or A6 that another reader reads`, async ({
      page,
      begin,
      session,
    }) => {
      const caregiver = await begin();
      await speaks(page, caregiver, language);
      await openCard(page, session);
      await makeCard(page, office, kind, id);
      const wanted = cardLink({ office, ...(kind && { kind }), ...(id && { id }) });
      for (const format of ['a4', 'a6'] as const) {
        await page.locator(`label:has(input[name=format][value=${format}])`).click();
        const pdf = await printed(page, `card-${name}-${language}-${format}`);
        const [width, height] = SIZES[format];
        expect(measured(pdf)).toEqual({ pages: 1, width, height });
        const picture = rastered(pdf, format === 'a4' ? 100 : 200);
        expect(codesIn(picture)).toEqual([wanted]);
        expect(isGrey(picture)).toBe(true);
        const words = wordsOf(pdf);
        expect(words).toContain(office);
        expect(words.includes(USER_ID)).toBe(Boolean(id));
        if (language === 'en') expect(words).toContain('Pleasedonotwritepasswordsonthispaper.');
        if (language !== 'ja-easy') expect(words).toContain('この紙にパスワードを書かないでください。');
      }
      expect(await overflows(page)).toEqual([]);

      await caregiver.presses('share');
      const shared = await fetchShared(page, session, `card-${name}-${language}-shared`);
      expect(codesIn(shared)).toEqual([wanted]);
      const { width, height } = PNG.sync.read(readFileSync(shared));
      expect([width, height]).toEqual([1240, 1748]);
      expect(strays(shared, await laidOut(page, `card-${name}-${language}-page`))).toBeLessThan(0.01);
    });
  }

  test(`the PC card in ${language} is one page of A4 whose code leads back`, async ({ page, begin, session }) => {
    const caregiver = await begin();
    await speaks(page, caregiver, language);
    await page.request.post('/intent', { headers: session(), data: { id: 'open', page: 'pc-card' } });
    await caregiver.seesAside('pc-card');
    const pdf = await printed(page, `pc-card-${language}`);
    expect(measured(pdf)).toEqual({ pages: 1, width: 210, height: 297 });
    const picture = rastered(pdf, 200);
    const [code, ...more] = codesIn(picture);
    expect(more).toEqual([]);
    expect(code?.replace(/\/$/, '')).toBe(MANUAL);
    expect(isGrey(picture)).toBe(true);
    expect(wordsOf(pdf)).toContain('0570-059-402');
    expect(wordsOf(pdf)).toContain('e-seikyuu.jp');
    if (language === 'en') expect(wordsOf(pdf)).toContain('午前1時30分から午前6時30分まで');
    expect(await overflows(page)).toEqual([]);

    await caregiver.presses('share');
    const shared = await fetchShared(page, session, `pc-card-${language}-shared`);
    expect(codesIn(shared)).toEqual([code]);
    expect(strays(shared, await laidOut(page, `pc-card-${language}-page`))).toBeLessThan(0.01);
  });
}

test('the buttons print and share, and a card without a name is not made', async ({ page, begin, session }) => {
  await page.addInitScript(() => {
    Object.assign(window, { printed: 0, print: () => ((window as unknown as { printed: number }).printed += 1) });
  });
  const caregiver = await begin();
  await openCard(page, session);
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  await expect(page.locator('#card-office')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#card-office')).toBeFocused();
  await page.locator('#card-office').fill(OFFICE);
  await page.getByTestId('card-with-id').check();
  await page.locator('#card-user-id').fill('KJ12');
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  await expect(page.locator('#card-user-id')).toHaveAttribute('aria-invalid', 'true');
  await page.locator('#card-user-id').fill(USER_ID);
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  await page.getByTestId('card-preview').waitFor();
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  expect(await page.evaluate(() => (window as unknown as { printed: number }).printed)).toBe(1);
  await caregiver.presses('share');
  await expect(page.getByText('画像を渡しました。')).toBeVisible();

  // Changing it starts from what stands on it, and back leaves it as it was.
  await caregiver.presses('change-card');
  await expect(page.locator('#card-office')).toHaveValue(OFFICE);
  await page.locator('[data-overlay=facility-card]').getByTestId('back').click();
  await page.getByTestId('card-preview').waitFor();
  await caregiver.presses('change-card');
  await page.getByTestId('card-with-id').uncheck();
  await page.locator('[data-overlay=facility-card] [data-main]').click();
  await page.getByTestId('card-preview').waitFor();
  await expect(page.getByTestId('card-preview')).not.toContainText(USER_ID);
});

/** Parts of a paper that do not fit. */
async function overflows(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.paper-store .paper, .paper-store .paper *')]
      .filter((each) => !(each instanceof SVGElement) && each.clientHeight > 0)
      .filter(
        (each) =>
          each.scrollWidth > each.clientWidth + 2 ||
          (each.matches('.paper') && each.scrollHeight > each.clientHeight + 2),
      )
      .map((each) => `${each.className}: ${each.textContent.slice(0, 20)}`),
  );
}

async function fetchShared(page: Page, session: () => Record<string, string>, name: string): Promise<string> {
  const file = path.join(PAPERS, `${name}.png`);
  let body: Buffer = Buffer.alloc(0);
  await expect
    .poll(
      async () => {
        const answer = await page.request.get('/shared-file', { headers: session() });
        if (answer.ok()) body = await answer.body();
        return answer.status();
      },
      { timeout: 30_000 },
    )
    .toBe(200);
  writeFileSync(file, body);
  return file;
}

/** The paper as the browser itself draws it, at the size of the shared picture. */
async function laidOut(page: Page, name: string): Promise<string> {
  await page.evaluate(() => {
    const shown = document.createElement('div');
    shown.className = 'paper-store';
    shown.id = 'shown';
    const paper = document.querySelector('.paper-store > .paper');
    if (paper) shown.append(paper.cloneNode(true));
    document.body.replaceChildren(shown);
  });
  const file = path.join(PAPERS, `${name}.png`);
  const paper = page.locator('#shown > .paper');
  const box = await paper.boundingBox();
  await page.setViewportSize({ width: Math.ceil(box?.width ?? 0), height: Math.ceil(box?.height ?? 0) });
  await paper.screenshot({ path: file });
  return file;
}

/** Share of the dark dots of two pictures of the same paper that are far from any dark dot of the other. */
function strays(one: string, other: string): number {
  const [first, second] = [one, other].map(inkOf);
  if (!first || !second) return 1;
  return Math.max(far(first, second), far(second, first));
}

const GRID = 400;
const NEAR = 2;

/** Where there is ink, on a grid of so many columns. */
function inkOf(file: string): { cells: boolean[][] } {
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  const size = width / GRID;
  const cells = Array.from({ length: Math.round(height / size) }, () => Array.from({ length: GRID }, () => false));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const row = cells[Math.floor(y / size)];
      if (row && (data[4 * (y * width + x)] ?? 255) < 110) row[Math.min(GRID - 1, Math.floor(x / size))] = true;
    }
  }
  return { cells };
}

function far({ cells }: { cells: boolean[][] }, from: { cells: boolean[][] }): number {
  let dark = 0;
  let alone = 0;
  cells.forEach((row, y) =>
    row.forEach((ink, x) => {
      if (!ink) return;
      dark += 1;
      const rows = from.cells.slice(Math.max(0, y - NEAR), y + NEAR + 1);
      if (!rows.some((each) => each.slice(Math.max(0, x - NEAR), x + NEAR + 1).includes(true))) alone += 1;
    }),
  );
  return dark === 0 ? 1 : alone / dark;
}
