import { describe, expect, it } from 'vitest';
import { attack, attacking, hostile, type Result } from './attack.ts';
import type { Engine } from './drive.ts';
import { DX_FILE, page, type Answer } from './portal-server.ts';

const AT_ONCE = { concurrent: true, timeout: 120_000 };
const ENGINES: Engine[] = ['chromium', 'webkitgtk'];

/** MiB that the window's process has with WebKit's libraries, and some more. */
const MOST = 400;

/** Something of the page's that says what only the guide should: by every channel that there is. */
const says = (source: string) => `<script>
  const say = (m) => { const t = typeof m === 'string' ? m : JSON.stringify(m);
    if (window.webkit && webkit.messageHandlers && webkit.messageHandlers.guide) webkit.messageHandlers.guide.postMessage(t);
    else if (window.__shomeiGuidePost) window.__shomeiGuidePost(t); };
  ${source}</script>`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** It is alive, has the portal's own file and no other, and has pressed nothing but what leads there. */
function isAsBefore({ visit }: Result): void {
  expect(visit, JSON.stringify(visit)).toMatchObject({ outcome: 'saved' });
  expect(new Set(visit.presses)).toEqual(new Set(['download']));
  expect(visit.file?.equals(DX_FILE)).toBe(true);
}

const counted = ({ visit }: Result): { came: number; read: number } => {
  const line = visit.told.find((told) => told.includes('messages came')) ?? '';
  const [came = NaN, read = NaN] = [...line.matchAll(/\d+/g)].map(Number);
  return { came, read };
};

const FORGED: Record<string, string> = {
  'an order': `say({ do: 'press', page: 1 }); say('nonsense'); say('x'.repeat(100000)); say('[]'); say('{"type":"page"}');`,
  'what is no text': `const h = window.webkit && webkit.messageHandlers.guide; if (h) { h.postMessage({ type: 'log-in-sent' });
    h.postMessage(['x']); h.postMessage(null); h.postMessage(7); h.postMessage(new ArrayBuffer(1e6)); }`,
  'a page with a number to call': `say({ type: 'page', number: 1, kind: 'certificates', title: '', next: { do: 'press', role: 'download', label: '0120-000-000' } });`,
  'a file of another kind': `const d = btoa('%PDF-1.7 not a certificate'); say({ type: 'file-start', length: 26 }); say({ type: 'file-part', at: 0, data: d }); say({ type: 'file-end' });`,
  'a file without an end': `say({ type: 'file-start', length: 262144 }); for (let i = 0; i < 20; i++) say({ type: 'file-part', at: i, data: 'AAAA' });`,
  'a file without a beginning': `say({ type: 'file-part', at: 0, data: btoa('0') }); say({ type: 'file-end' });`,
  'a file that is too large': `say({ type: 'file-start', length: 262145 }); say({ type: 'file-start', length: -1 }); say({ type: 'file-start', length: 1e18 });`,
  'a host': `say({ type: 'page', number: 9, kind: 'login', title: '', url: 'https://evil.example/', host: 'evil.example', from: 'https://evil.example/' });
    say({ type: 'refused', host: 'evil.example' }); say({ event: 'closed' });`,
};

describe('what the page says is a hint', () => {
  for (const engine of ENGINES) {
    for (const [name, source] of Object.entries(FORGED)) {
      it(`${name}, in ${engine}`, AT_ONCE, async () => {
        const result = await attack(
          hostile(() => attacking(`<p>ようこそ</p>${says(source)}`)),
          { engine },
        );
        isAsBefore(result);
        // Hosts are the window's word alone.
        expect(result.visit.told.filter((line) => line.includes('evil.example'))).toEqual([]);
      });
    }

    it(`10,000 messages a second change nothing, in ${engine}`, AT_ONCE, async () => {
      const pad = engine === 'webkitgtk' ? 6000 : 1;
      const flood =
        says(`const flood = JSON.stringify({ type: 'log-in-sent', pad: 'x'.repeat(${pad}) }), end = Date.now() + ${engine === 'webkitgtk' ? 2000 : 500};
        const more = () => { for (let i = 0; i < 100; i++) say(flood);
          if (Date.now() < end) setTimeout(more, 10); else location.href = '/quiet'; }; more();`);
      const result = await attack(
        hostile(() => page('x', flood)),
        { engine },
      );
      isAsBefore(result);
      const { came, read } = counted(result);
      expect(came).toBeGreaterThan(500);
      expect(read).toBeLessThan(200);
      // What came is many times what may wait: nothing of it was kept.
      if (engine === 'webkitgtk') expect(result.peak).toBeLessThan(MOST);
    });
  }

  it('of frames it is as much', AT_ONCE, async () => {
    const framed = escaped(
      says(`say({ type: 'file-start', length: 26 }); for (let i = 0; i < 300; i++) say('x' + i);`),
    );
    isAsBefore(await attack(hostile(() => attacking(`<iframe srcdoc="${framed}"></iframe>`.repeat(3)))));
  });
});

describe('addresses that are no pages of the portal', () => {
  const LOG_IN = '<form><input name=u><input type=password><button>ログイン</button></form>';
  const addresses: Record<string, string> = {
    'a page of data': `'data:text/html,${LOG_IN}'`,
    'a page that is made': `URL.createObjectURL(new Blob(['${LOG_IN}'],{type:'text/html'}))`,
    'a file of the device': `'file:///etc/passwd'`,
    'an address of another app': `'intent://x#Intent;end'`,
    'a telephone': `'tel:0120000000'`,
    'an address of nobody': `'about:config'`,
  };
  for (const [name, address] of Object.entries(addresses)) {
    it(name, AT_ONCE, async () => {
      const entry = (): Answer => attacking(`<script>setTimeout(() => { location.href = ${address} }, 300)</script>`);
      const result = await attack(hostile(entry));
      expect(result.visit.pages).not.toContain('login');
      isAsBefore(result);
    });
  }

  it('none of the app is there to be asked', AT_ONCE, async () => {
    const names = ['__TAURI__', '__TAURI_INTERNALS__', '__TAURI_IPC__', 'ipc'];
    const ask = `fetch('/said?' + ${JSON.stringify(names)}.filter((name) => name in window).join()
      + '&handlers=' + Object.keys(window.webkit ? webkit.messageHandlers : {}).join());
      for (const to of ['ipc://localhost/start', 'tauri://localhost/', 'asset://localhost/etc/passwd', 'file:///etc/passwd'])
        fetch(to).then(() => fetch('/said?reached=' + to), () => {});`;
    const result = await attack(hostile(() => attacking(`<script>${ask}</script>`)));
    isAsBefore(result);
    const said = result.server.log.filter((line) => line.startsWith('GET /said'));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^GET \/said\?&handlers=(guide)?$/);
  });
});
