import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Room } from '../../src/platform/room';

/* What a phone says of its text size: an iPhone by the font of its body text, an Android phone by what the activity tells. */

const computed = window.getComputedStyle.bind(window);
let room: Room | undefined;

/** An iPhone whose body text is this many pixels high. */
function iPhone(pixels: number): void {
  vi.stubGlobal('CSS', {
    supports: (name: string, value: string) => name === 'font' && value === '-apple-system-body',
  });
  vi.stubGlobal('navigator', { maxTouchPoints: 5 });
  // jsdom knows no font of the system: the second of the two letters that are measured is in it.
  vi.spyOn(window, 'getComputedStyle').mockImplementation((element, pseudo) =>
    element === document.querySelectorAll('.room-probe')[1]
      ? ({ fontSize: `${pixels}px` } as CSSStyleDeclaration)
      : computed(element, pseudo),
  );
}
function root(): string {
  return document.documentElement.style.fontSize;
}

beforeEach(() => (document.documentElement.style.fontSize = ''));
afterEach(() => {
  room?.stop();
  vi.unstubAllGlobals();
});

test.each([
  [17, ''],
  [19, '112%'],
  [28, '165%'],
  // The largest of the accessibility sizes: beyond twice a phone holds no word.
  [53, '200%'],
  [14, '85%'],
])('letters follow Dynamic Type: a body of %i pixels', (pixels, wanted) => {
  iPhone(pixels);
  room = new Room();
  expect(root()).toBe(wanted);
});

test('letters follow the font scale of Android', () => {
  vi.stubGlobal('TextScale', { percent: () => 130 });
  room = new Room();
  expect(root()).toBe('130%');
});

test('the size of Settings comes on top of the system\u2019s, up to twice', () => {
  vi.stubGlobal('TextScale', { percent: () => 120 });
  room = new Room();
  room.set('large');
  expect(root()).toBe('156%');
  room.set('largest');
  expect(root()).toBe('200%');
  room.set('usual');
  expect(root()).toBe('120%');
});
