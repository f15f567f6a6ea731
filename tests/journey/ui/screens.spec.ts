import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import type { Onlooker } from '../src/caregiver.ts';
import {
  handOver,
  installInSettings,
  installOnAndroid,
  logIn,
  openCertificate,
  practise,
  verifyOnAndroid,
  verifyOnIphone,
} from '../src/ways.ts';
import { expect, test } from './session.ts';

const USUAL = { width: 390, height: 844 };
const SIZES = [{ width: 320, height: 640 }, { width: 820, height: 1180 }, { width: 1180, height: 820 }, USUAL];

/** Where pictures of every screen go, where they are wanted. */
const PICTURES = process.env['PICTURES'];

/** Looks at a screen as it is shown: readable, and nothing beyond the edge in any size. */
function reviewer(page: Page, manner: string): Onlooker {
  let seen = 0;
  return async (name) => {
    seen += 1;
    const usual = manner.endsWith('light');
    const rules = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
    // Nothing may be hidden under the bar of actions by chance of where the page ends.
    await resize(page, {
      ...USUAL,
      height: Math.max(USUAL.height, await page.evaluate(() => document.body.scrollHeight)),
    });
    const { violations } = await rules.analyze();
    await resize(page, USUAL);
    const found = violations.map((one) => `${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
    expect.soft(found, name).toEqual([]);
    for (const size of usual || PICTURES ? SIZES : [USUAL]) {
      await resize(page, size);
      const format = `${size.width}x${size.height}`;
      expect.soft(await beyondTheEdge(page), `${name} at ${format}`).toEqual([]);
      if (PICTURES) {
        const file = `${String(seen).padStart(2, '0')}-${name}.png`;
        await page.screenshot({ path: path.join(PICTURES, `${manner}-${format}`, file) });
      }
    }
  };
}

/** The room is measured anew once a frame has been laid out. */
async function resize(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

/** What can be scrolled to sideways, which nobody on a phone should have to do. */
async function beyondTheEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
      .slice(0, 5);
  });
}

function manner(info: TestInfo, colorScheme: string): string {
  return info.project.name === 'large' ? 'large' : colorScheme;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`every screen, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: USUAL });

    test('of the way on Android', async ({ page, begin }, info) => {
      const caregiver = await begin(reviewer(page, `android-${manner(info, colorScheme)}`));
      await practise(caregiver, 'android', 'both');
      await logIn(caregiver);
      await caregiver.sees('certificates');
      await caregiver.pressesMain('インストールへ進む');
      await openCertificate(caregiver);
      await installOnAndroid(caregiver);
      await verifyOnAndroid(caregiver);
      await caregiver.pressesMain('終了する');
      await caregiver.sees('home');
    });

    test('of the way on an iPhone', async ({ page, begin }, info) => {
      const caregiver = await begin(reviewer(page, `iphone-${manner(info, colorScheme)}`));
      await practise(caregiver, 'iphone', 'dx');
      await logIn(caregiver);
      const password = await openCertificate(caregiver);
      await handOver(caregiver);
      await installInSettings(caregiver, password);
      await verifyOnIphone(caregiver);
    });

    test('of what goes wrong', async ({ page, begin }, info) => {
      const caregiver = await begin(reviewer(page, `mistakes-${manner(info, colorScheme)}`));
      await practise(caregiver, 'android', 'dx');
      await caregiver.pressesMain('始める');
      await caregiver.sees('login');
      await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
      await caregiver.types('password', 'Wrong2026', 'パスワード');
      await caregiver.pressesMain('ログイン');
      await caregiver.seesFailure('portal-wrong-login');
      await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
      await caregiver.pressesMain('ログイン');
      await caregiver.sees('certificate-password');
      await caregiver.types('certificate-password', 'l1sum1reO0O', '証明書発行用パスワード');
      await caregiver.pressesMain('確認する');
      await caregiver.seesFailure('certificate-wrong-password');
    });

    test('of an empty list, and the pages over it', async ({ page, begin }, info) => {
      const caregiver = await begin(reviewer(page, `empty-${manner(info, colorScheme)}`));
      await practise(caregiver, 'ipad', 'none');
      await logIn(caregiver);
      await caregiver.sees('no-certificate');
      await caregiver.presses('help');
      await caregiver.seesAside('troubleshooting');
      await caregiver.presses('ask-help-desk');
      await caregiver.seesAside('help-desk');
      await caregiver.presses('back');
      await caregiver.seesAside('troubleshooting');
      await caregiver.presses('back');
      await caregiver.sees('no-certificate');
      await caregiver.pressesMain('パソコンで行う手続きを見る');
      await caregiver.seesAside('pc-card');
    });
  });
}
