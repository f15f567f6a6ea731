import { describe, expect, it } from 'vitest';
import { Home, attack, attacking, hostile, type Result } from './attack.ts';
import type { Engine } from './drive.ts';
import { DX_FILE, NOT_FOUND, attachment, page, type Answer, type Portal } from './portal-server.ts';

// Files, cookies and what a page may ask of the device, on the window that ships with the app for Linux.

const AT_ONCE = { concurrent: true, timeout: 120_000 };
const OTHER_FILE = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2000, 'z')]);
const WHERE = 'portal';

const isSaved = ({ visit }: Result) => {
  expect(visit, JSON.stringify(visit)).toMatchObject({ outcome: 'saved' });
  expect(visit.file?.equals(DX_FILE)).toBe(true);
};

/** Neither among the user's files nor where the engine has written. */
function leavesNoFile(result: Result): void {
  expect(result.holds(DX_FILE.subarray(0, 200))).toBe(false);
  expect(result.holds(OTHER_FILE.subarray(0, 200))).toBe(false);
  expect(result.left.filter((name) => name.includes(WHERE) || /pfx|zip|wkdownload|Downloads/i.test(name))).toEqual([]);
}

const made = (content: string, name: string) =>
  `<script>addEventListener('load', () => { const a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([${content}])); a.download = '${name}'; document.body.append(a); a.click(); })</script>`;

const OTHER = '<script>addEventListener("load", () => setTimeout(() => { location.href = "/other" }, 200))</script>';

/** What a page hands out that is no certificate's file; the visit goes on after it. */
const OTHERS: Record<string, { entry: Answer; more?: Portal }> = {
  'an archive': {
    entry: attacking(OTHER),
    more: ({ path }) => (path === '/other' ? attachment(OTHER_FILE, 'application/zip') : NOT_FOUND),
  },
  'a page as a file': {
    entry: attacking(OTHER),
    more: ({ path }) => (path === '/other' ? attachment(Buffer.from('<h1>x</h1>'), 'text/html') : NOT_FOUND),
  },
  'a file that is too large': {
    entry: attacking(OTHER),
    more: ({ path }) => (path === '/other' ? attachment(Buffer.concat([DX_FILE, Buffer.alloc(4e6, 0x30)])) : NOT_FOUND),
  },
  'a file that a page has made': { entry: attacking(made(`'PK\\u0003\\u0004' + 'z'.repeat(2000)`, 'x.zip')) },
  'one that is too large': { entry: attacking(made(`new Uint8Array(4e6).fill(0x30)`, 'x.pfx')) },
  'a file of data': {
    entry: attacking(
      `<a id="a" download="x.zip" href="data:application/zip,PK${'z'.repeat(300)}"></a><script>a.click()</script>`,
    ),
  },
  'a link that says it is one': {
    entry: attacking('<a id="a" download="../../x.pfx" href="/other"></a><script>a.click()</script>'),
    more: ({ path }) => (path === '/other' ? page('x', 'z'.repeat(300)) : NOT_FOUND),
  },
};

describe('files', () => {
  for (const [name, { entry, more }] of Object.entries(OTHERS)) {
    it(`${name} is not taken, and nothing of it stays`, AT_ONCE, async () => {
      const result = await attack(hostile(() => entry, more));
      isSaved(result);
      leavesNoFile(result);
    });
  }

  it('many at once are one, and none stays', AT_ONCE, async () => {
    const many = `<script>for (let i = 0; i < 30; i++) { const f = document.createElement('iframe'); f.src = '/other?' + i; document.documentElement.append(f); }</script>`;
    const more: Portal = ({ path }) => (path === '/other' ? attachment(OTHER_FILE, 'application/zip') : NOT_FOUND);
    const result = await attack(hostile(() => attacking(many), more));
    isSaved(result);
    leavesNoFile(result);
  });

  for (const engine of ['chromium', 'webkitgtk'] satisfies Engine[]) {
    it(`a file that the page makes is judged as any other, in ${engine}`, AT_ONCE, async () => {
      const body = `<h1>証明書ダウンロード</h1><p>介護DX証明書 <button onclick="const a=document.createElement('a');a.href=URL.createObjectURL(new Blob(['PK\\u0003\\u0004 a zip']));a.download='x.pfx';a.click()">ダウンロード</button></p>`;
      const result = await attack(
        hostile(() => page('証明書ダウンロード', body)),
        { engine },
      );
      expect(result.visit).toMatchObject({ outcome: 'stopped', presses: ['download'] });
      leavesNoFile(result);
    });
  }
});

describe('of a visit nothing is left', () => {
  const MARK = 'Kioku0123456789';
  const keeps = `<script>
    fetch('/cached').then(() => fetch('/cached'));
    const trying = (act) => { try { act(); } catch {} };
    trying(() => { localStorage.setItem('mark', '${MARK}'); sessionStorage.setItem('mark', '${MARK}'); });
    trying(() => { document.cookie = 'script=${MARK}; Secure; Max-Age=31536000; Path=/'; });
    trying(() => { const asked = indexedDB.open('mark'); asked.onupgradeneeded = () => asked.result.createObjectStore('x').put('${MARK}', 1); });
    trying(() => { caches.open('mark').then((cache) => cache.put('/mark', new Response('${MARK}'))); });</script>`;
  const looks = `<script>
    const all = async () => { const found = [];
      try { found.push(localStorage.getItem('mark'), document.cookie); } catch {}
      try { found.push(...(await caches.keys())); } catch {}
      try { found.push(...(await indexedDB.databases()).map(({ name }) => name)); } catch {}
      return found.filter(Boolean); };
    all().then((found) => fetch('/said?' + found.join()));
    fetch('/cached');</script>`;

  it('no cookie, no storage, no cache: for the next visit it is the first', AT_ONCE, async () => {
    const home = new Home();
    try {
      const cookies: string[] = [];
      let asked = 0;
      const portal = (body: string) =>
        hostile(
          () => {
            const entry = attacking(body);
            return {
              ...entry,
              headers: { ...entry.headers, 'set-cookie': `server=${MARK}; Secure; HttpOnly; Max-Age=31536000` },
            };
          },
          ({ path, cookie }) => {
            if (path !== '/cached') return NOT_FOUND;
            asked += 1;
            cookies.push(cookie);
            return { headers: { 'cache-control': 'max-age=31536000', 'content-type': 'text/plain' }, body: MARK };
          },
        );
      const first = await attack(portal(keeps), { home });
      isSaved(first);
      expect(first.holds(MARK)).toBe(false);
      // It did keep it, as long as it was open.
      expect(cookies.at(-1)).toContain(`server=${MARK}`);
      const before = asked;
      const second = await attack(
        (aims) => (again, server) => {
          if (again.path === '/') cookies.push(again.cookie);
          return portal(looks)(aims)(again, server);
        },
        // The same host and port: what is kept is kept for these.
        { home, port: Number(new URL(first.server.entry).port) },
      );
      isSaved(second);
      expect(cookies).toContain('');
      expect(asked).toBeGreaterThan(before);
      expect(second.server.log.filter((line) => line.startsWith('GET /said'))).toEqual(['GET /said']);
      expect(second.holds(MARK)).toBe(false);
    } finally {
      home.remove();
    }
  });

  it('what is typed stays nowhere', AT_ONCE, async () => {
    const entry = page(
      'ログイン',
      `<h1>ログイン</h1><form method="post" action="/login"><label>ユーザーID <input name="uid"></label>
       <label>パスワード <input name="pw" type="password"></label><button>ログイン</button></form>`,
    );
    const more: Portal = ({ path, form }, server) => {
      if (path !== '/login') return NOT_FOUND;
      server.kept.set('password', form.get('pw') ?? '');
      return attacking('');
    };
    const result = await attack(hostile(() => entry, more));
    isSaved(result);
    expect(result.server.kept.get('password')).toBe('Himitsu2026');
    expect(result.holds('Himitsu2026')).toBe(false);
    leavesNoFile(result);
  });
});

describe('what a page asks of the device', () => {
  it('camera, place, notifications, clipboard and files are refused', AT_ONCE, async () => {
    const ask = `<input id="f" type="file"><script>
      const say = (what) => (answer) => fetch('/said?' + what + '=' + (answer && (answer.name || answer.message || answer)));
      const media = navigator.mediaDevices;
      if (media) media.getUserMedia({ video: true }).then(() => say('camera')('given'), say('camera')); else say('camera')('none');
      navigator.geolocation.getCurrentPosition(() => say('place')('given'), (error) => say('place')('code ' + error.code));
      if (window.Notification) Notification.requestPermission().then(say('notification')); else say('notification')('none');
      const clip = navigator.clipboard;
      if (clip && clip.readText) clip.readText().then(() => say('clipboard')('given'), say('clipboard')); else say('clipboard')('none');
      f.addEventListener('change', () => say('file')('given'));
      f.click();</script>`;
    const result = await attack(hostile(() => attacking(ask)));
    isSaved(result);
    const said = result.server.log
      .filter((line) => line.startsWith('GET /said'))
      .map((line) => line.slice(10))
      .sort();
    expect(said.map((line) => line.split('=')[0])).toEqual(['camera', 'clipboard', 'notification', 'place']);
    expect(said.filter((line) => /given|granted/.test(line))).toEqual([]);
  });
});
