import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backGesture } from '../../src/platform/back-gesture';

let went: number;
let gesture: ReturnType<typeof backGesture>;

beforeEach(() => {
  history.replaceState(null, '');
  went = 0;
  gesture = backGesture(() => (went += 1));
});
afterEach(async () => {
  gesture.possible(false);
  await pause();
  gesture.stop();
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
async function back(): Promise<void> {
  history.back();
  await pause();
}

test('back goes back in the app, again and again', async () => {
  gesture.possible(true);
  await back();
  await back();
  expect(went).toBe(2);
});

test('where there is nowhere to go back to, no entry is left behind', async () => {
  gesture.possible(true);
  const before = history.length;
  gesture.possible(false);
  await pause();
  expect(history.state).toBeNull();
  gesture.possible(true);
  await pause();
  expect(history.length).toBe(before);
  expect(went).toBe(0);
});

test('what opens and closes faster than the history follows is never taken for the user’s back', async () => {
  const pushes = vi.spyOn(history, 'pushState');
  for (let turn = 0; turn < 20; turn += 1) {
    gesture.possible(true);
    gesture.possible(false);
    if (turn % 3 === 0) await pause();
  }
  gesture.possible(true);
  await pause();
  expect(went).toBe(0);
  expect(pushes.mock.calls.length).toBeLessThanOrEqual(21);
  await back();
  expect(went).toBe(1);
});
