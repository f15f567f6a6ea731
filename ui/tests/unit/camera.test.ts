import { afterEach, expect, test, vi } from 'vitest';
import {
  canAsk,
  hasTorch,
  next,
  switchTorch,
  failureOf,
  type CameraEvent,
  type CameraState,
} from '../../src/camera/camera-state';
import { Camera } from '../../src/camera/camera.svelte';

afterEach(() => vi.unstubAllGlobals());

/** What happens in each state; all other events change nothing. */
const table: [state: CameraState, event: CameraEvent, after: CameraState][] = [
  ['off', 'start', 'starting'],
  ['paused', 'start', 'starting'],
  ['denied', 'start', 'starting'],
  ['busy', 'start', 'starting'],
  ['starting', 'started', 'running'],
  ['starting', 'denied', 'denied'],
  ['starting', 'absent', 'absent'],
  ['starting', 'busy', 'busy'],
  ['starting', 'pause', 'paused'],
  ['running', 'pause', 'paused'],
  ['running', 'ended', 'busy'],
];
const states: CameraState[] = ['off', 'starting', 'running', 'paused', 'denied', 'absent', 'busy'];
const events: CameraEvent[] = ['start', 'started', 'pause', 'ended', 'denied', 'absent', 'busy'];

for (const state of states) {
  test(`from ${state}`, () => {
    const after = (event: CameraEvent) =>
      table.find(([from, happens]) => from === state && happens === event)?.[2] ?? state;
    expect(events.map((event) => [event, next(state, event)])).toEqual(events.map((event) => [event, after(event)]));
  });
}

test.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotReadableError', 'busy'],
  ['AbortError', 'busy'],
  ['InvalidStateError', 'busy'],
  ['NotFoundError', 'absent'],
  ['OverconstrainedError', 'absent'],
] as const)('%s means %s', (name, failure) => {
  expect(failureOf(new DOMException('', name))).toBe(failure);
});

test('whatever else is thrown means that there is no camera for this page', () => {
  expect(failureOf(new TypeError('x'))).toBe('absent');
  expect(failureOf('x')).toBe('absent');
});

test('without media devices there is nothing to ask', () => {
  expect(canAsk()).toBe(false);
  expect(new Camera(async () => 0).state).toBe('absent');
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => undefined } });
  expect(canAsk()).toBe(true);
});

test('a lamp is only there where the camera says so, and is switched by a constraint', async () => {
  const track = (capabilities: object | undefined) => {
    const asked: unknown[] = [];
    const one = {
      ...(capabilities && { getCapabilities: () => capabilities }),
      applyConstraints: async (wanted: unknown) => void asked.push(wanted),
    };
    return { asked, one: one as unknown as MediaStreamTrack };
  };
  expect([undefined, {}, { torch: false }, { torch: true }].map((each) => hasTorch(track(each).one))).toEqual([
    false,
    false,
    false,
    true,
  ]);
  const { asked, one } = track({ torch: true });
  await switchTorch(one, true);
  expect(asked).toEqual([{ advanced: [{ torch: true }] }]);
});
