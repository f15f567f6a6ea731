import { afterEach, expect, test, vi } from 'vitest';
import { limits } from '../../gallery/views';
import { I18n } from '../../src/i18n/i18n.svelte';
import { canPrint, paperTranslators } from '../../src/print/sheet.svelte';

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

test.each([
  ['ja', ['ja']],
  ['ja-easy', ['ja-easy']],
  ['en', ['ja', 'en']],
] as const)('paper speaks Japanese, and the user\u2019s language beside it: %s', async (language, said) => {
  const i18n = new I18n();
  await i18n.speak(language);
  expect((await paperTranslators(i18n)).map((each) => each.language)).toEqual(said);
});

test('two languages are said at once, each with its own times', async () => {
  const i18n = new I18n(() => ({ limits, platform: 'android' }));
  await i18n.speak('en');
  await i18n.complete();
  const said = (await paperTranslators(i18n)).map((each) => each.label('pc_card_apply_5_note'));
  expect(said).toEqual([
    '午前1時30分から午前6時30分までは発行を停止しています',
    'Nothing is issued from 1:30 am to 6:30 am',
  ]);
});
