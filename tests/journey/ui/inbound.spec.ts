import AxeBuilder from '@axe-core/playwright';
import { cardLink, hostileLinks, MANUAL, OFFICE, USER_ID } from '../src/inbound.ts';
import { pkcs12 } from '../src/files.ts';
import { logIn, practise } from '../src/ways.ts';
import { read, test } from './outside.ts';
import { expect } from './session.ts';

const FILE = pkcs12('aB3dE5gH');
const CARD = cardLink({ office: OFFICE, kind: 'hoken', id: USER_ID });

test('a link from outside asks first, over whatever is shown', async ({ page, begin, openLink }) => {
  const caregiver = await begin();
  await caregiver.presses('open-settings');
  await caregiver.seesAside('settings');
  await openLink(CARD);
  const dialog = page.locator('[data-question="inbound-card"]');
  await expect(dialog).toBeVisible();
  // No key that was being pressed answers it.
  await expect(dialog.locator('h2')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press(' ');
  await expect(dialog).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => one.id)).toEqual([]);
  // The newest replaces the one before.
  await openLink(MANUAL);
  await expect(page.locator('[data-question="inbound-portal"]')).toBeVisible();
  await read(page);
  await page.evaluate(() => history.back());
  await expect(page.locator('[data-question]')).toHaveCount(0);
  await caregiver.seesAside('settings');
});

test('a refused link is said in three parts, and closed', async ({ page, begin, openLink }) => {
  const caregiver = await begin();
  await openLink('shomei-navi://card?v=1&office=%zz');
  await expect(page.locator('[data-question="inbound-refused"] [data-failure]')).toHaveAttribute(
    'data-failure',
    'door-damaged',
  );
  await read(page);
  await page.locator('[data-question] [data-main]').click();
  await caregiver.sees('welcome');
});

test('200 hostile links are refused, and none is acted upon', async ({ page, begin, openLink, session }) => {
  const caregiver = await begin();
  const links = hostileLinks(200);
  expect(new Set(links.map(({ link }) => link)).size).toBe(200);
  const wrong: string[] = [];
  const dialog = page.locator('[data-question]');
  for (const { link, code } of links) {
    // What is too long is cut before it is compared: soon after one another they are the same.
    if (code === 'door-too-long') await page.waitForTimeout(2_200);
    await openLink(link);
    await dialog.waitFor();
    const said = `${await dialog.getAttribute('data-question')} ${await dialog.locator('[data-failure]').getAttribute('data-failure')}`;
    if (said !== `inbound-refused ${code}`) wrong.push(`${link.slice(0, 80)}: ${said}, not ${code}`);
    await page.request.post('/intent', { headers: session(), data: { id: 'dismiss' } });
    await expect(dialog).toHaveCount(0);
    await caregiver.sees('welcome');
  }
  expect(wrong).toEqual([]);
});

test('a link during practice says that it leads into practice, and what would be lost', async ({
  page,
  begin,
  openLink,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await logIn(caregiver);
  await caregiver.sees('certificate-password');
  await openLink(CARD);
  const dialog = page.locator('[data-question="inbound-card"]');
  await expect(dialog).toContainText('練習の中で');
  await expect(dialog).toContainText('ダウンロードしたファイルを消します');
  await read(page);
  await dialog.locator('[data-main]').click();
  await caregiver.sees('certificate-password');
  await openLink(cardLink({ office: 'べつの事業所', id: USER_ID }));
  await read(page);
  await page.getByTestId('confirm').click();
  await caregiver.sees('login');
  expect(await caregiver.readsField('user-id')).toBe(USER_ID);
});

test('every failure with a file has its sentence', async ({ page, begin, openFile }) => {
  await begin();
  for (const failure of ['several', 'folder', 'not-here', 'vanished', 'unreadable']) {
    await openFile(Buffer.alloc(0), failure);
    await expect(page.locator('[data-question="inbound-refused"] [data-failure]')).toHaveAttribute(
      'data-failure',
      `door-file-${failure}`,
    );
  }
  await openFile(Buffer.from('<!doctype html><title>x</title>'));
  await expect(page.locator('[data-question="inbound-refused"] [data-failure]')).toHaveAttribute(
    'data-failure',
    'certificate-not-pkcs12',
  );
});

test('a file from outside asks first; a picked one is followed at once', async ({
  page,
  begin,
  openFile,
  willPick,
}) => {
  const caregiver = await begin();
  await practise(caregiver, 'android', 'dx');
  await openFile(FILE);
  await expect(page.locator('[data-question="inbound-file"]')).toBeVisible();
  await read(page);
  await page.getByTestId('decline').click();
  await caregiver.sees('welcome');
  // Somebody who leaves the picker is where they were.
  await caregiver.presses('pick-file');
  await caregiver.sees('welcome');
  await willPick(FILE);
  await page.waitForTimeout(900);
  await caregiver.presses('pick-file');
  await caregiver.sees('certificate-password');
});

test('in the browser: the steps, then the file that lies there', async ({ page, begin, willPick }) => {
  const caregiver = await begin();
  await practise(caregiver, 'iphone', 'dx');
  await caregiver.presses('open-browser');
  await caregiver.seesAside('browser');
  await expect(page.locator('[data-overlay=browser] .step')).toHaveCount(3);
  await caregiver.pressesMain('ブラウザで開く');
  // The practice phone's browser, and back.
  await caregiver.seesSystem('safari-page');
  await page.keyboard.press('Escape');
  await willPick(FILE);
  await expect(page.locator('[data-overlay=browser] [data-main]')).toContainText('ファイルを選ぶ');
  await caregiver.pressesMain('ファイルを選ぶ');
  await caregiver.sees('certificate-password');
});
