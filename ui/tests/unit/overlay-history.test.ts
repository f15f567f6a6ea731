import { beforeEach, describe, expect, test } from 'vitest';
import { OverlayHistory } from '../../src/session/overlay-history.svelte';
import type { OverlayView } from '../../src/types/OverlayView';

const trouble: OverlayView = { id: 'troubleshooting', from: 'login', code: null };
const settings: OverlayView = {
  id: 'settings',
  userIdKept: false,
  version: '0',
  service: { address: null, host: null, refused: false },
};
const guide = (page: string | null): OverlayView => ({ id: 'guide', page });

let overlays: OverlayHistory;
beforeEach(() => (overlays = new OverlayHistory()));

describe('back', () => {
  test('goes to the screen from the first page', () => {
    overlays.sync(trouble);
    overlays.sync({ ...trouble });
    expect(overlays.back()).toEqual({ id: 'close' });
  });

  test('goes to the page it was opened from, however deep', () => {
    overlays.sync(trouble);
    overlays.sync(guide('ios'));
    overlays.sync(guide(null));
    expect(overlays.back()).toEqual({ id: 'open-guide', page: 'ios' });
    overlays.sync(guide('ios'));
    expect(overlays.back()).toEqual({ id: 'open', page: 'troubleshooting' });
    overlays.sync(trouble);
    expect(overlays.back()).toEqual({ id: 'close' });
  });

  test('starts anew after the screen was there', () => {
    overlays.sync(trouble);
    overlays.sync(null);
    overlays.sync(guide(null));
    expect(overlays.back()).toEqual({ id: 'close' });
  });
});

describe('inside a page', () => {
  test('steps are left one by one, and kept while another page is over it', () => {
    overlays.sync(trouble);
    overlays.push('login-wrong');
    overlays.push('0');
    overlays.sync(guide('history'));
    expect(overlays.inside).toEqual([]);
    expect(overlays.pop()).toBe(false);
    overlays.sync(trouble);
    expect(overlays.inside).toEqual(['login-wrong', '0']);
    expect(overlays.pop()).toBe(true);
    expect(overlays.inside).toEqual(['login-wrong']);
    expect(overlays.pop()).toBe(true);
    expect(overlays.pop()).toBe(false);
  });

  test('are forgotten with the screen', () => {
    overlays.sync(trouble);
    overlays.push('x');
    overlays.sync(null);
    overlays.sync(trouble);
    expect(overlays.inside).toEqual([]);
  });

  test('that it was opened at are not on the way back', () => {
    overlays.sync(null);
    overlays.openAt('settings', 'language');
    overlays.sync(null);
    overlays.sync(settings);
    expect(overlays.inside).toEqual(['language']);
    expect(overlays.pop()).toBe(false);
    overlays.sync(null);
    overlays.sync(settings);
    overlays.push('theme');
    expect(overlays.pop()).toBe(true);
  });

  test('go nowhere without a page', () => {
    overlays.push('x');
    expect(overlays.inside).toEqual([]);
    expect(overlays.pop()).toBe(false);
  });
});
