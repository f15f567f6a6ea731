import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { cardLink, MANUAL, OFFICE, USER_ID } from '../src/inbound.ts';
import { top } from '../src/places.ts';
import { blurred, dimmed, pixelsPerModule, png, wall, type Grey, type Hanging } from '../src/scenes.ts';
import { practise } from '../src/ways.ts';
import { read, showing, test, tracks, watchStreams } from './outside.ts';
import { expect } from './session.ts';

const FILMS = path.join(top, 'target/inbound/films');
const ROWS = path.join(top, 'target/inbound/rows');
const CARD = cardLink({ office: OFFICE, kind: 'hoken', id: USER_ID });

/** The fake camera's picture; its middle square is what the page shows and looks at. */
const [WIDTH, HEIGHT] = [1280, 720];
const [X, Y] = [WIDTH / 2, HEIGHT / 2];

/** What the page comes to, and what is asked about it. */
type End = 'inbound-portal' | 'inbound-card' | 'not-ours' | 'several' | 'nothing';
interface Shot {
  name: string;
  hangings: Hanging[];
  blur?: number;
  grain?: number;
  /** Share of the usual light. */
  light?: number;
  end: End;
}

const shots: Shot[] = [
  { name: 'sharp', hangings: [{ text: CARD, x: X, y: Y, side: 460 }], end: 'inbound-card' },
  { name: 'the manual’s', hangings: [{ text: MANUAL, x: X, y: Y, side: 300 }], end: 'inbound-portal' },
  { name: 'tilted', hangings: [{ text: CARD, x: X, y: Y, side: 440, turned: 24, away: 20 }], end: 'inbound-card' },
  { name: 'upside down', hangings: [{ text: CARD, x: X, y: Y, side: 460, turned: 180 }], end: 'inbound-card' },
  { name: 'small', hangings: [{ text: CARD, x: X + 90, y: Y - 60, side: 230 }], end: 'inbound-card' },
  { name: 'far away', hangings: [{ text: CARD, x: X, y: Y, side: 120 }], end: 'inbound-card' },
  { name: 'blurred', hangings: [{ text: CARD, x: X, y: Y, side: 500 }], blur: 1, end: 'inbound-card' },
  { name: 'in poor light', hangings: [{ text: CARD, x: X, y: Y, side: 460 }], light: 0.25, end: 'inbound-card' },
  {
    name: 'two at once',
    hangings: [
      { text: CARD, x: X - 160, y: Y, side: 300 },
      { text: MANUAL, x: X + 190, y: Y, side: 180 },
    ],
    end: 'several',
  },
  {
    name: 'one beside the frame',
    hangings: [
      { text: CARD, x: X, y: Y, side: 460 },
      { text: MANUAL, x: 120, y: Y, side: 180 },
    ],
    end: 'inbound-card',
  },
  { name: 'none', hangings: [], grain: 40, end: 'nothing' },
  { name: 'not ours', hangings: [{ text: 'https://example.com/menu', x: X, y: Y, side: 300 }], end: 'not-ours' },
  { name: 'far too small', hangings: [{ text: CARD, x: X, y: Y, side: 50 }], end: 'nothing' },
  { name: 'far too blurred', hangings: [{ text: CARD, x: X, y: Y, side: 300 }], blur: 6, end: 'nothing' },
];

async function openScan(page: Page): Promise<void> {
  await page.getByTestId('open-scan').click();
  await page.locator('[data-overlay=scan] h1').waitFor();
}

for (const shot of shots) {
  test.describe(`the camera shows: ${shot.name}`, () => {
    test.use({ camera: showing(path.join(FILMS, `${shots.indexOf(shot)}.y4m`), () => seen(shot)) });

    test(`it is ${shot.end}`, async ({ page, begin }) => {
      await watchStreams(page);
      await begin();
      await openScan(page);
      expect(await tracks(page)).toEqual([]);
      const frames: string[] = [];
      page.on('request', (request) => {
        if (request.url().endsWith('/read-qr'))
          frames.push(`${request.headers()['width']}×${request.headers()['height']}`);
      });
      await page.locator('[data-overlay=scan] [data-main]').click();
      const began = Date.now();
      await expect(page.getByTestId('finder')).toBeVisible();
      const dialog = page.locator('[data-question]');
      const notice = page.locator('[data-overlay=scan] [role=alert] .notice');
      if (shot.end === 'nothing') {
        await expect.poll(() => frames.length, { timeout: 20_000 }).toBeGreaterThan(12);
        await expect(dialog.or(notice)).toHaveCount(0);
      } else if (shot.end === 'several') {
        await expect(notice).toContainText('複数');
      } else if (shot.end === 'not-ours') {
        await expect(notice.locator('[data-failure]')).toHaveAttribute('data-failure', 'door-not-ours');
      } else {
        await expect(dialog).toHaveAttribute('data-question', shot.end);
      }
      const took = Date.now() - began;
      expect(new Set(frames)).toEqual(new Set(['720×720']));
      if (shot.end.startsWith('inbound')) {
        // A dialog lets go of the camera, and what is not wanted leaves it so: the code is still in front of it.
        await expect.poll(() => tracks(page)).toEqual(['ended']);
        await read(page);
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
        await expect(page.getByTestId('finder')).toHaveCount(0);
        await expect(page.locator('[data-overlay=scan] [data-main]')).toContainText('もう一度');
      } else {
        expect(await tracks(page)).toEqual(['live']);
      }
      await page.locator('[data-overlay=scan]').getByTestId('back').click();
      await expect(page.locator('[data-overlay]')).toHaveCount(0);
      expect(await tracks(page)).toEqual(['ended']);
      note(shot, took);
    });
  });
}

test.describe('with a camera', () => {
  const hangings = [{ text: CARD, x: X, y: Y, side: 460 }];
  test.use({ camera: showing(path.join(FILMS, 'card.y4m'), () => wall(WIDTH, HEIGHT, hangings)) });

  test('what was not wanted is asked again only after a tap, and a yes leads to the login', async ({ page, begin }) => {
    await watchStreams(page);
    const caregiver = await begin();
    await practise(caregiver, 'android', 'dx');
    await openScan(page);
    await pressCamera(page);
    const card = page.getByTestId('inbound-card');
    await expect(card).toContainText(OFFICE);
    await expect(card).toContainText('介護保険証明書');
    await expect(card).toContainText(USER_ID);
    await read(page);
    await page.getByTestId('decline').click();
    await expect(card).toHaveCount(0);
    await page.waitForTimeout(3_000);
    await expect(card).toHaveCount(0);
    expect(await tracks(page)).toEqual(['ended']);
    await pressCamera(page);
    await expect(card).toBeVisible();
    await read(page);
    await page.locator('[data-question] [data-main]').click();
    await caregiver.sees('login');
    expect(await caregiver.readsField('user-id')).toBe(USER_ID);
    expect(await tracks(page)).toEqual(['ended', 'ended']);
  });

  test('a page that is hidden lets go of the camera, and so does one that is left', async ({ page, begin }) => {
    await watchStreams(page);
    await page.route('**/read-qr', (route) => route.fulfill({ json: { codes: 0 } }));
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect(page.getByTestId('finder')).toBeVisible();
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect.poll(() => tracks(page)).toEqual(['ended']);
    await page.evaluate(() => {
      Reflect.deleteProperty(document, 'hidden');
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(page.getByTestId('finder')).toHaveCount(0);
    await pressCamera(page);
    await expect(page.getByTestId('finder')).toBeVisible();
    await page.locator('[data-overlay=scan]').getByTestId('help').click();
    await expect(page.locator('[data-overlay=troubleshooting]')).toBeVisible();
    await expect.poll(() => tracks(page)).toEqual(['ended', 'ended']);
  });

  test('a camera that another app takes away is said, and can be asked for again', async ({ page, begin }) => {
    await watchStreams(page);
    await page.route('**/read-qr', (route) => route.fulfill({ json: { codes: 0 } }));
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect(page.getByTestId('finder')).toBeVisible();
    await page.evaluate(() => {
      const [stream] = (window as unknown as { streams: MediaStream[] }).streams;
      stream?.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
    });
    await expect(page.locator('[data-overlay=scan] .rest')).toContainText('ほかのアプリがカメラを使っています');
    expect(await tracks(page)).toEqual(['ended']);
    await pressCamera(page);
    await expect(page.getByTestId('finder')).toBeVisible();
  });

  test('one picture is on its way at a time, about five a second', async ({ page, begin }) => {
    let under = 0;
    let most = 0;
    const came: number[] = [];
    await page.route('**/read-qr', async (route) => {
      most = Math.max(most, (under += 1));
      came.push(Date.now());
      // The first answers are slow, as on a busy phone.
      if (came.length < 3) await new Promise((resolve) => setTimeout(resolve, 700));
      under -= 1;
      await route.fulfill({ json: { codes: 0 } });
    });
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect.poll(() => came.length, { timeout: 20_000 }).toBeGreaterThan(12);
    expect(most).toBe(1);
    const pace = ((came.at(-1) ?? 0) - (came[3] ?? 0)) / (came.length - 4);
    expect(pace).toBeGreaterThan(150);
  });

  test('after a while without a code it is said what helps', async ({ page, begin }) => {
    await page.route('**/read-qr', (route) => route.fulfill({ json: { codes: 0 } }));
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect(page.getByText('明るい場所で')).toHaveCount(0);
    await expect(page.getByText('明るい場所で')).toBeVisible({ timeout: 15_000 });
  });
});

test.describe('a browser that does not allow the camera', () => {
  test.use({ camera: { switches: () => ['--use-fake-device-for-media-stream'] } });

  test('says how to change that, and asks again', async ({ page, begin }) => {
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect(page.locator('[data-overlay=scan] .rest')).toContainText('権限');
    await page.context().grantPermissions(['camera']);
    await pressCamera(page);
    await expect(page.getByTestId('finder')).toBeVisible();
  });
});

test.describe('a browser without a camera', () => {
  test.use({ camera: { switches: () => ['--use-fake-ui-for-media-stream'] } });

  test('says so, and offers the other ways', async ({ page, begin }) => {
    await begin();
    await openScan(page);
    await pressCamera(page);
    await expect(page.locator('[data-overlay=scan] .rest')).toContainText(/ここでは、\u200b?カメラを\u200b?使えません/);
    await expect(page.locator('[data-overlay=scan] [data-main]')).toContainText('写真');
  });
});

test('a page that cannot ask for a camera goes straight to the other ways', async ({ page, begin }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }));
  await begin();
  await openScan(page);
  await expect(page.locator('[data-overlay=scan] .rest')).toContainText('写真または文字');
  await expect(page.locator('[data-overlay=scan] [data-main]')).toContainText('写真');
});

/** Photos as phones take them. */
const photos: { name: string; hangings: Hanging[]; end: End }[] = [
  { name: 'a code that fills it', hangings: [{ text: CARD, x: 1600, y: 1200, side: 2200 }], end: 'inbound-card' },
  {
    name: 'a small code in a corner',
    hangings: [{ text: CARD, x: 2800, y: 2000, side: 220, turned: 8 }],
    end: 'inbound-card',
  },
  {
    name: 'two codes',
    hangings: [
      { text: CARD, x: 900, y: 1200, side: 1200 },
      { text: MANUAL, x: 2400, y: 1200, side: 900 },
    ],
    end: 'several',
  },
  { name: 'no code', hangings: [], end: 'nothing' },
];

for (const { name, hangings, end } of photos) {
  test(`a photo with ${name} is ${end}`, async ({ page, begin }) => {
    test.slow();
    await begin();
    await openScan(page);
    await choosePhoto(page, { name: 'photo.png', mimeType: 'image/png', buffer: png(wall(3200, 2400, hangings)) });
    const notice = page.locator('[data-overlay=scan] [role=alert] .notice');
    if (end === 'nothing') await expect(notice).toContainText('読み取れませんでした', { timeout: 60_000 });
    else if (end === 'several') await expect(notice).toContainText('複数', { timeout: 60_000 });
    else await expect(page.locator('[data-question]')).toHaveAttribute('data-question', end, { timeout: 60_000 });
  });
}

test('a file that is no picture is said', async ({ page, begin }) => {
  await begin();
  await openScan(page);
  await choosePhoto(page, { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await expect(page.locator('[data-overlay=scan] .rest')).toContainText('開けませんでした');
});

test('what a Japanese keyboard makes of an address is understood; another address is not ours', async ({
  page,
  begin,
}) => {
  await begin();
  await openScan(page);
  await type(page, 'example.com');
  await expect(page.locator('[data-overlay=scan] [role=alert] [data-failure]')).toHaveAttribute(
    'data-failure',
    'door-not-ours',
  );
  await type(page, 'ｗｗｗ．ｅ－ｓｅｉｋｙｕｕ．ｊｐ');
  await expect(page.locator('[data-question]')).toHaveAttribute('data-question', 'inbound-portal');
});

async function pressCamera(page: Page): Promise<void> {
  await page.locator('[data-overlay=scan] [data-main]').click();
}

async function choosePhoto(page: Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByTestId('scan-photo').click();
  await (await chooser).setFiles(file);
}

async function type(page: Page, text: string): Promise<void> {
  const field = page.locator('#scan-text');
  if (!(await field.isVisible())) await page.locator('[data-overlay=scan] details summary').click();
  await field.fill(text);
  await page.getByTestId('read-text').click();
}

function seen({ hangings, grain, blur, light = 1 }: Shot): Grey {
  const picture = dimmed(wall(WIDTH, HEIGHT, hangings, grain), light);
  return blur ? blurred(picture, blur) : picture;
}

function note(shot: Shot, took: number): void {
  mkdirSync(ROWS, { recursive: true });
  const sides = shot.hangings.map((each) => pixelsPerModule(each).toFixed(1)).join(' + ') || '–';
  const row = `| ${shot.name} | ${sides} | ${shot.blur ?? 0} | ${shot.end} | ${(took / 1000).toFixed(1)} s |`;
  const number = String(shots.indexOf(shot)).padStart(2, '0');
  writeFileSync(path.join(ROWS, `${number}.md`), row);
  const head = '| the camera shows | pixels per module | blur | read as | after |\n|---|---|---|---|---|';
  const rows = readdirSync(ROWS)
    .toSorted()
    .map((name) => readFileSync(path.join(ROWS, name), 'utf8'));
  writeFileSync(path.join(top, 'target/inbound/camera.md'), [head, ...rows, ''].join('\n'));
  console.log(row);
}
