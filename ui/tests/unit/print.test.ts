import { afterEach, expect, test, vi } from 'vitest';
import { timeAfterMidnight } from '../../src/i18n/format';
import { label, load, loadBeside, pieces, plain, withLanguage, setDefaultParams } from '../../src/i18n/messages';
import { canPrint, paperLanguages } from '../../src/print/sheet.svelte';

afterEach(() => vi.unstubAllGlobals());

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const IPAD = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0 Mobile';
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

test.each([
  ['an iPhone', IPHONE, 5, true, false],
  ['an iPad that calls itself a Mac', IPAD, 5, true, false],
  ['an Android phone', ANDROID, 5, true, false],
  ['a desktop', DESKTOP, 0, true, true],
  ['a phone’s browser', IPHONE, 5, false, true],
])('in %s printing is offered only where it does something', (_, userAgent, maxTouchPoints, inApp, prints) => {
  vi.stubGlobal('navigator', { userAgent, maxTouchPoints });
  vi.stubGlobal('print', () => undefined);
  if (inApp) vi.stubGlobal('__TAURI_INTERNALS__', {});
  expect(canPrint()).toBe(prints);
});

test('paper speaks Japanese, and the user’s language beside it', async () => {
  expect(await paperLanguages(null)).toEqual([]);
  expect(await paperLanguages('ja')).toEqual(['ja']);
  expect(await paperLanguages('ja-easy')).toEqual(['ja-easy']);
  expect(await paperLanguages('en')).toEqual(['ja', 'en']);
});

test('something is said in another language, with its times, and the chosen one stays', async () => {
  await load('en');
  await loadBeside('ja');
  setDefaultParams(() => ({ pauseFrom: timeAfterMidnight(90), pauseUntil: timeAfterMidnight(390) }));
  const said = () => plain(pieces('pc_card_apply_2_note'));
  expect(withLanguage('ja', said)).toBe('午前1時30分から午前6時30分までは、発行されません');
  expect(said()).toBe('Nothing is issued from 1:30 am to 6:30 am');
  expect(() =>
    withLanguage('ja', () => {
      throw new Error('x');
    }),
  ).toThrow('x');
  expect(label('back')).toBe('Back');
});
