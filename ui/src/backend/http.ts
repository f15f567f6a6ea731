import type { QrReading } from '../types/QrReading';
import type { UserIdCheck } from '../types/UserIdCheck';
import type { View } from '../types/View';
import { Refused, type Backend, type ShareOutcome } from './backend';

const KEPT_AS = 'session';

/** The same Rust behind HTTP, one app per session name: for browsers in tests, never shipped to phones. */
export function http(session = sessionName()): Backend {
  const bring = async (path: string, headers: Record<string, string>, body: BodyInit): Promise<Response> => {
    const response = await fetch(path, { method: 'POST', headers: { ...headers, 'x-session': session }, body });
    if (!response.ok) throw new Refused(await codeOf(response));
    return response;
  };
  const post = (path: string, body: unknown) =>
    bring(path, { 'content-type': 'application/json' }, JSON.stringify(body));
  return {
    watch: (onView) =>
      new Promise((resolve) => {
        const views = new EventSource(`/views?session=${encodeURIComponent(session)}`);
        views.onopen = () => resolve();
        views.onmessage = (message: MessageEvent<string>) => onView(JSON.parse(message.data) as View);
      }),
    intent: async (intent) => {
      await post('/intent', intent);
    },
    putSecret: async (kind, value) => {
      await post('/secret', { kind, value });
    },
    revealSecret: async (kind) => ((await (await post('/reveal', { kind })).json()) as { value: string | null }).value,
    checkUserId: async (text) => (await (await post('/check-user-id', { text })).json()) as UserIdCheck,
    readQr: async ({ width, height, bytes }) => {
      const sides = { width: String(width), height: String(height) };
      return (await (await bring('/read-qr', sides, bytes)).json()) as QrReading;
    },
    sharePicture: async (picture, png) =>
      (await (await bring('/share-picture', { picture }, png)).json()) as ShareOutcome,
  };
}

function sessionName(): string {
  const given = new URLSearchParams(location.search).get('session');
  if (given) return given;
  const kept = sessionStorage.getItem(KEPT_AS);
  if (kept) return kept;
  const made = crypto.randomUUID();
  sessionStorage.setItem(KEPT_AS, made);
  return made;
}

async function codeOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string') return body.code;
  return 'internal';
}
