import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
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

/** Looks at a screen as it is shown: readable, and nothing beyond the edge in any size. */
function reviewer(page: Page): Onlooker {
  return async (name) => {
    const axe = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect
      .soft(axe.violations.map((found) => `${name}: ${found.id} at ${found.nodes.map((node) => node.target)}`))
      .toEqual([]);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      expect.soft(await beyondTheEdge(page), `${name} at ${size.width}×${size.height}`).toEqual([]);
    }
  };
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

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`every screen, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: USUAL });

    test('of the way on Android', async ({ page, begin }) => {
      const caregiver = await begin(reviewer(page));
      await practise(caregiver, 'android', 'both');
      await logIn(caregiver);
      await caregiver.sees('certificates');
      await caregiver.pressesMain('これを入れる');
      await openCertificate(caregiver);
      await installOnAndroid(caregiver);
      await verifyOnAndroid(caregiver);
      await caregiver.pressesMain('おわる');
      await caregiver.sees('home');
    });

    test('of the way on an iPhone', async ({ page, begin }) => {
      const caregiver = await begin(reviewer(page));
      await practise(caregiver, 'iphone', 'dx');
      await logIn(caregiver);
      const password = await openCertificate(caregiver);
      await handOver(caregiver);
      await installInSettings(caregiver, password);
      await verifyOnIphone(caregiver);
    });

    test('of what goes wrong', async ({ page, begin }) => {
      const caregiver = await begin(reviewer(page));
      await practise(caregiver, 'android', 'dx');
      await caregiver.pressesMain('はじめる');
      await caregiver.sees('login');
      await caregiver.types('user-id', await caregiver.reads('practice-user-id'), 'ユーザーID');
      await caregiver.types('password', 'Wrong2026', 'パスワード');
      await caregiver.pressesMain('ログイン');
      await caregiver.seesFailure('portal-wrong-login');
      await caregiver.types('password', await caregiver.reads('practice-login-password'), 'パスワード');
      await caregiver.pressesMain('ログイン');
      await caregiver.sees('certificate-password');
      await caregiver.types('certificate-password', 'l1sum1reO0O', '証明書のパスワード');
      await caregiver.pressesMain('たしかめる');
      await caregiver.seesFailure('certificate-wrong-password');
    });

    test('of an empty list, and the pages over it', async ({ page, begin }) => {
      const caregiver = await begin(reviewer(page));
      await practise(caregiver, 'ipad', 'none');
      await logIn(caregiver);
      await caregiver.sees('no-certificate');
      await caregiver.presses('help');
      await caregiver.seesAside('help-desk');
      await caregiver.presses('back');
      await caregiver.sees('no-certificate');
      await caregiver.pressesMain('パソコンでやることを見る');
      await caregiver.seesAside('pc-card');
    });
  });
}
