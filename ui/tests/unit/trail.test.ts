import { beforeEach, describe, expect, test } from 'vitest';
import { Trail } from '../../src/lib/trail.svelte';
import type { AsideView } from '../../src/lib/types/AsideView';

const trouble: AsideView = { id: 'trouble', from: 'login', code: null };
const settings: AsideView = { id: 'settings', userIdKept: false, version: '0' };
const guide = (page: string | null): AsideView => ({ id: 'guide', page });

let trail: Trail;
beforeEach(() => (trail = new Trail()));

describe('back', () => {
  test('goes to the screen from the first page', () => {
    trail.see(trouble);
    trail.see({ ...trouble });
    expect(trail.back()).toEqual({ id: 'close' });
  });

  test('goes to the page it was opened from, however deep', () => {
    trail.see(trouble);
    trail.see(guide('ios'));
    trail.see(guide(null));
    expect(trail.back()).toEqual({ id: 'open-guide', page: 'ios' });
    trail.see(guide('ios'));
    expect(trail.back()).toEqual({ id: 'open', page: 'trouble' });
    trail.see(trouble);
    expect(trail.back()).toEqual({ id: 'close' });
  });

  test('starts anew after the screen was there', () => {
    trail.see(trouble);
    trail.see(null);
    trail.see(guide(null));
    expect(trail.back()).toEqual({ id: 'close' });
  });
});

describe('inside a page', () => {
  test('steps are left one by one, and kept while another page is over it', () => {
    trail.see(trouble);
    trail.enter('login-wrong');
    trail.enter('0');
    trail.see(guide('history'));
    expect(trail.inside).toEqual([]);
    expect(trail.leave()).toBe(false);
    trail.see(trouble);
    expect(trail.inside).toEqual(['login-wrong', '0']);
    expect(trail.leave()).toBe(true);
    expect(trail.inside).toEqual(['login-wrong']);
    expect(trail.leave()).toBe(true);
    expect(trail.leave()).toBe(false);
  });

  test('are forgotten with the screen', () => {
    trail.see(trouble);
    trail.enter('x');
    trail.see(null);
    trail.see(trouble);
    expect(trail.inside).toEqual([]);
  });

  test('that it was opened at are not on the way back', () => {
    trail.see(null);
    trail.begin('settings', 'language');
    trail.see(null);
    trail.see(settings);
    expect(trail.inside).toEqual(['language']);
    expect(trail.leave()).toBe(false);
    trail.see(null);
    trail.see(settings);
    trail.enter('theme');
    expect(trail.leave()).toBe(true);
  });

  test('go nowhere without a page', () => {
    trail.enter('x');
    expect(trail.inside).toEqual([]);
    expect(trail.leave()).toBe(false);
  });
});
