import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Refused } from '../../src/backend';
import { ViewClient } from '../../src/session/view-client.svelte';
import { Recorder, sample } from './recorder';

let backend: Recorder;
let client: ViewClient;
beforeEach(async () => {
  backend = new Recorder();
  client = new ViewClient(backend);
  await client.start();
  backend.show(sample('welcome', 5));
});

describe('Views', () => {
  test('an older one is dropped', () => {
    backend.show(sample('login', 7));
    backend.show(sample('home', 6));
    expect(client.view?.screen.id).toBe('login');
  });

  test('tell the time that countdowns run by', () => {
    vi.useFakeTimers({ now: 1_000_000 });
    backend.show({ ...sample('settings-steps', 8), now: 5_000_000 });
    vi.advanceTimersByTime(3_000);
    expect(client.now()).toBe(5_003_000);
    vi.useRealTimers();
  });
});

describe('a press', () => {
  test('is sent once, however often it is made while on its way', async () => {
    backend.hold();
    const presses = [1, 2, 3].map(() => client.send({ id: 'start' }));
    expect(client.isUnderWay('start')).toBe(true);
    backend.release?.();
    await Promise.all(presses);
    expect(backend.heard).toEqual(['{"id":"start"}']);
    expect(client.isUnderWay('start')).toBe(false);
  });

  test('that bounces right after is the same press', async () => {
    await client.send({ id: 'start' });
    await client.send({ id: 'start' });
    expect(backend.heard).toHaveLength(1);
  });

  test('counts again once something new is shown, or after a while', async () => {
    await client.send({ id: 'try-again' });
    backend.show(sample('failed-offline', 9));
    await client.send({ id: 'try-again' });
    expect(backend.heard).toHaveLength(2);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
    await client.send({ id: 'try-again' });
    expect(backend.heard).toHaveLength(3);
  });

  test('does not hold up another one', async () => {
    backend.hold();
    const start = client.send({ id: 'start' });
    const cancel = client.send({ id: 'cancel' });
    backend.release?.();
    await Promise.all([start, cancel]);
    expect(backend.heard).toEqual(['{"id":"start"}', '{"id":"cancel"}']);
  });
});

describe('a secret', () => {
  test('goes before what it is for, once', async () => {
    backend.hold();
    const intent = { id: 'open-certificate' } as const;
    const presses = [
      client.submit('certificate-password', 'aB3', intent),
      client.submit('certificate-password', 'aB3', intent),
    ];
    backend.release?.();
    await Promise.all(presses);
    expect(backend.heard).toEqual(['certificate-password: aB3', '{"id":"open-certificate"}']);
  });

  test('that is gone is not shown, and said', async () => {
    backend.refuse = new Refused('device-refused');
    expect(await client.reveal('certificate-password')).toBeNull();
    expect(client.callError?.code).toBe('device-refused');
  });
});

test('a refusal is shown until the next View', async () => {
  backend.refuse = new Refused('store-full');
  await client.send({ id: 'start' });
  expect(client.callError).toEqual({ code: 'store-full', cause: 'internal', params: {}, retryable: true });
  backend.show(sample('welcome', 10));
  expect(client.callError).toBeNull();
});
