import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { haptics } from '../../src/platform/haptics';

const vibrate = vi.fn();
let lessMotion = false;
let tapped = true;

beforeEach(() => {
  vibrate.mockReset();
  [lessMotion, tapped] = [false, true];
  Object.defineProperty(navigator, 'vibrate', { value: vibrate, configurable: true });
  Object.defineProperty(navigator, 'userActivation', { get: () => ({ hasBeenActive: tapped }), configurable: true });
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: query.includes('reduced-motion') && lessMotion }));
});
afterEach(() => {
  Reflect.deleteProperty(navigator, 'vibrate');
  vi.unstubAllGlobals();
});

test('success and failure feel different', () => {
  haptics.play('success');
  haptics.play('failure');
  const [first, second] = vibrate.mock.calls;
  expect(vibrate).toHaveBeenCalledTimes(2);
  expect(first).not.toEqual(second);
});

test('nothing moves for whoever wants less motion', () => {
  lessMotion = true;
  haptics.play('failure');
  expect(vibrate).not.toHaveBeenCalled();
});

test('nothing before the first tap: the browser would complain', () => {
  tapped = false;
  haptics.play('failure');
  expect(vibrate).not.toHaveBeenCalled();
});

test('nothing where the platform has none', () => {
  Reflect.deleteProperty(navigator, 'vibrate');
  expect(() => haptics.play('success')).not.toThrow();
});
