import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventSource } from 'eventsource';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { http } from '../../src/backend/http';
import type { View } from '../../src/types/View';
import { eventually } from './eventually';
import { sample } from './recorder';

declare const jsdom: { reconfigure(settings: { url: string }): void };

interface Heard {
  path: string;
  session: string | undefined;
  body: unknown;
}

let server: Server;
let heard: Heard[];
let views: ServerResponse | undefined;
let answer: { status: number; body: unknown };

beforeEach(async () => {
  heard = [];
  answer = { status: 204, body: undefined };
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const session = request.headers['x-session'];
      const body = chunks.length ? (JSON.parse(Buffer.concat(chunks).toString()) as unknown) : null;
      heard.push({ path: request.url ?? '', session: Array.isArray(session) ? session[0] : session, body });
      if (request.url?.startsWith('/views')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(`data: ${JSON.stringify(sample('welcome', 1))}\n\n`);
        views = response;
        return;
      }
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  jsdom.reconfigure({ url: `${base}/?session=row%203` });
  // jsdom has neither; both take addresses relative to the page, as in a browser.
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => fetch(new URL(path, base), init));
  vi.stubGlobal(
    'EventSource',
    class extends EventSource {
      constructor(path: string) {
        super(new URL(path, base));
      }
    },
  );
});
afterEach(async () => {
  views?.end();
  vi.unstubAllGlobals();
  await new Promise((resolve) => server.close(resolve));
});

test('Views come over the stream of the session', async () => {
  const seen: View[] = [];
  await http().watch((view) => seen.push(view));
  await eventually(() => expect(seen).toHaveLength(1));
  views?.write(`data: ${JSON.stringify(sample('login', 2))}\n\n`);
  await eventually(() => expect(seen.map((view) => view.screen.id)).toEqual(['welcome', 'login']));
  expect(heard[0]?.path).toBe('/views?session=row%203');
});

test('what is said carries the session', async () => {
  const backend = http();
  await backend.intent({ id: 'log-in', userId: 'KJ1', remember: false });
  await backend.putSecret('login-password', 'kaigo2026');
  answer = { status: 200, body: { value: 'aB3' } };
  expect(await backend.revealSecret('certificate-password')).toBe('aB3');
  answer = { status: 200, body: { normalized: 'KJ1', valid: false, hint: 'too-short', length: 3 } };
  expect(await backend.checkUserId('kj1')).toEqual(answer.body);
  expect(heard).toEqual([
    { path: '/intent', session: 'row 3', body: { id: 'log-in', userId: 'KJ1', remember: false } },
    { path: '/secret', session: 'row 3', body: { kind: 'login-password', value: 'kaigo2026' } },
    { path: '/reveal', session: 'row 3', body: { kind: 'certificate-password' } },
    { path: '/check-user-id', session: 'row 3', body: { text: 'kj1' } },
  ]);
});

test('a refusal carries its code; an answer without one is internal', async () => {
  answer = { status: 409, body: { code: 'secret-gone' } };
  await expect(http().revealSecret('certificate-password')).rejects.toMatchObject({ code: 'secret-gone' });
  answer = { status: 500, body: undefined };
  await expect(http().intent({ id: 'start' })).rejects.toMatchObject({ code: 'internal' });
});

test('without a name in the address, a session keeps a random one', () => {
  jsdom.reconfigure({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  http();
  const kept = sessionStorage.getItem('session');
  expect(kept).toMatch(/^[0-9a-f-]{36}$/);
  http();
  expect(sessionStorage.getItem('session')).toBe(kept);
});
