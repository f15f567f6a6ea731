import { Blob as NodeBlob } from 'node:buffer';
import { afterEach, expect, test, vi } from 'vitest';
import { http } from '../../src/backend/http';
import { tauri } from '../../src/backend/tauri';

afterEach(() => vi.unstubAllGlobals());

const picture = { width: 3, height: 2, bytes: new Uint8Array([0, 1, 2, 250, 251, 252]) };
// jsdom's own cannot be read.
const png = new NodeBlob([new Uint8Array([0x89, 0x50, 0x4e, 0x47])], { type: 'image/png' }) as unknown as Blob;

/** Tauri's side of the bridge, which keeps what it was given. */
function bridge(answer: unknown) {
  const invoke = vi.fn<(...given: unknown[]) => Promise<unknown>>(() => Promise.resolve(answer));
  vi.stubGlobal('__TAURI_INTERNALS__', { invoke });
  return invoke;
}

test('through Tauri a picture goes as it is, its sides in headers', async () => {
  const invoke = bridge({ codes: 1 });
  expect(await tauri().readQr(picture)).toEqual({ codes: 1 });
  expect(invoke.mock.calls).toEqual([['read_qr', picture.bytes, { headers: { width: '3', height: '2' } }]]);
});

test('what is shared goes as it is, its name in a header', async () => {
  const invoke = bridge('shared');
  expect(await tauri().sharePicture('pc-card', png)).toBe('shared');
  const sent = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
  expect(invoke.mock.calls).toEqual([['share_picture', sent, { headers: { picture: 'pc-card' } }]]);
});

test('on Android, whose bridge carries text only, it goes as base64', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (Linux; Android 15; wv)' });
  const invoke = bridge({ codes: 0 });
  await tauri().readQr(picture);
  expect(invoke.mock.calls[0]?.[1]).toEqual({ base64: Buffer.from(picture.bytes).toString('base64') });
});

test('a refusal of Tauri carries its code', async () => {
  vi.stubGlobal('__TAURI_INTERNALS__', {
    // What a command refuses with is an object.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    invoke: () => Promise.reject({ code: 'door-picture', params: {}, retryable: false }),
  });
  await expect(tauri().readQr(picture)).rejects.toMatchObject({ code: 'door-picture' });
});

test('over HTTP they go the same way', async () => {
  const sent: { path: string; init: RequestInit | undefined }[] = [];
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    sent.push({ path, init });
    return Response.json(path === '/read-qr' ? { codes: 2 } : 'canceled');
  });
  const backend = http('row');
  expect(await backend.readQr(picture)).toEqual({ codes: 2 });
  expect(await backend.sharePicture('facility-card', png)).toBe('canceled');
  expect(sent).toEqual([
    {
      path: '/read-qr',
      init: { method: 'POST', headers: { width: '3', height: '2', 'x-session': 'row' }, body: picture.bytes },
    },
    {
      path: '/share-picture',
      init: { method: 'POST', headers: { picture: 'facility-card', 'x-session': 'row' }, body: png },
    },
  ]);
});
