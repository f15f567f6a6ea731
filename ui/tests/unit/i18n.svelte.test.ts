import { flushSync } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { limits } from '../../gallery/views';
import * as catalogue from '../../src/i18n/catalogue';
import { I18n } from '../../src/i18n/i18n.svelte';
import { latest } from '../../src/session/latest';
import { AppearanceState } from '../../src/theme/appearance.svelte';
import type { Standing } from '../../src/wording/standing';

/** A promise that the test keeps. */
function held<Value>(): { promise: Promise<Value>; keep: (value: Value) => void } {
  let keep: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => (keep = resolve));
  return { promise, keep };
}

describe('the chosen language', () => {
  test('is the one asked for last, whichever catalogue comes last', async () => {
    const slow = held<catalogue.Catalogue>();
    vi.spyOn(catalogue, 'fetchCatalogue').mockImplementation((language) =>
      language === 'ja' ? slow.promise : Promise.resolve({ back: 'Back' }),
    );
    const i18n = new I18n();
    const japanese = i18n.speak('ja');
    expect(await i18n.speak('en')).toBe(true);
    slow.keep({ back: 'もどる' });
    expect(await japanese).toBe(false);
    expect(i18n.language).toBe('en');
    expect(i18n.label('back')).toBe('Back');
  });

  test('comes in as much as the first picture needs, then as a whole', async () => {
    const i18n = new I18n();
    await i18n.speak('ja');
    expect(i18n.whole).toBe(false);
    expect(i18n.find('welcome_headline')).toBeDefined();
    expect(i18n.find('help_desk_call')).toBeUndefined();
    await i18n.complete();
    expect(i18n.whole).toBe(true);
    expect(i18n.find('help_desk_call')).toBeDefined();
  });

  test('comes as a whole where that was asked for while the first part was on its way', async () => {
    const i18n = new I18n();
    await Promise.all([i18n.speak('ja'), i18n.complete()]);
    expect(i18n.find('help_desk_call')).toBeDefined();
  });

  test('wears the readings of the appearance asked for last', async () => {
    const i18n = new I18n();
    const appearance = new AppearanceState(i18n, { set: () => undefined });
    const shown = appearance.apply({ language: 'ja-easy', theme: 'system', furigana: 'shown', textSize: 'usual' });
    const hidden = appearance.apply({ language: 'ja-easy', theme: 'system', furigana: 'hidden', textSize: 'usual' });
    await Promise.all([shown, hidden]);
    expect(appearance.readings).toBe(false);
    expect(document.documentElement.hasAttribute('data-readings')).toBe(false);
  });
});

test('sentences are said anew with other limits, and not with every View', async () => {
  let view = $state.raw<Standing>({ limits, platform: 'iphone' });
  const i18n = new I18n(() => view);
  await i18n.speak('ja');
  await i18n.complete();
  const said: string[] = [];
  const stop = $effect.root(() => {
    $effect(() => void said.push(i18n.label('login_user_id_wrong')));
  });
  flushSync();
  view = { limits: { ...limits }, platform: 'iphone' };
  flushSync();
  expect(said).toHaveLength(1);
  view = { limits: { ...limits, userIdLength: 20 }, platform: 'iphone' };
  flushSync();
  expect(said).toHaveLength(2);
  expect(said[1]).toContain('18');
  stop();
});

test('what a promise brings too late is not taken', async () => {
  const first = held<string>();
  const second = held<string>();
  const taken: string[] = [];
  const leave = latest(first.promise, (value) => taken.push(value));
  leave();
  latest(second.promise, (value) => taken.push(value));
  second.keep('second');
  first.keep('first');
  await Promise.all([first.promise, second.promise]);
  expect(taken).toEqual(['second']);
});
