import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { attack, attacking, attackingOncePressed, hostile, type Aims, type Result } from './attack.ts';
import { drive } from './drive.ts';
import {
  DX_FILE,
  NOT_FOUND,
  PASSWORD,
  PortalServer,
  USER,
  loginPage,
  page,
  redirect,
  type Answer,
} from './portal-server.ts';

// On the window that ships with the app for Linux, as `tests/window/src/webkit.rs` opens it. The other host's certificate
// is believed, and no proxy stands between: only the window's own rules keep anybody from it.

const AT_ONCE = { concurrent: true, timeout: 120_000 };
const JS = JSON.stringify;
const script = (source: string) => `<script>${source}</script>`;

/** A way to an address, as a step of a script: directly, or by `hop`, where the portal redirects to it. */
type Lead = (to: string, hop: string) => string;
const post = (to: string, target = '') =>
  `const f = document.createElement('form'); f.method = 'post'; f.action = ${JS(to)}; f.target = ${JS(target)};
   f.innerHTML = '<input name=a value=1>'; document.body.append(f); f.submit();`;
const frame = (attributes: string) =>
  `document.body.insertAdjacentHTML('beforeend', ${JS(`<iframe ${attributes}></iframe>`)});`;
const download = (to: string) =>
  `const a = document.createElement('a'); a.href = ${JS(to)}; a.download = 'x.pfx'; document.body.append(a); a.click();`;
/** A window of the page's that is gone again before the page goes on. */
const popup = (source: string) => `const w = ${source}; setTimeout(() => w && w.close(), 500);`;

const PAGES: Record<string, Lead> = {
  script: (to) => `location.href = ${JS(to)};`,
  redirect: (_, hop) => `location.href = ${JS(hop)};`,
  'meta-refresh': (to) =>
    `document.head.insertAdjacentHTML('beforeend', ${JS(`<meta http-equiv="refresh" content="0;url=${to}">`)});`,
  form: (to) => post(to),
  'post-307': (_, hop) => post(`${hop}&status=307`),
  'post-308': (_, hop) => post(`${hop}&status=308`),
  'data-page': (to) => `location.href = ${JS(`data:text/html,<meta http-equiv=refresh content=0;url=${to}>`)};`,
  'made-page': (to) =>
    `location.href = URL.createObjectURL(new Blob([${JS(`<meta http-equiv="refresh" content="0;url=${to}">`)}], { type: 'text/html' }));`,
  download: (to) => download(to),
};

const FRAMES: Record<string, Lead> = {
  frame: (to) => frame(`src="${to}"`),
  'frame-redirect': (_, hop) => frame(`src="${hop}"`),
  'frame-within': (to) => frame(`srcdoc="<iframe src='${to}'></iframe>"`),
  'frame-script': (to) => frame(`src="javascript:location.href='${to}'"`),
  'frame-data': (to) => frame(`src="data:text/html,<script>location.href='${to}'</script>"`),
  'frame-posted': (_, hop) => `${frame('name="posted"')} ${post(`${hop}&status=307`, 'posted')}`,
  object: (to) =>
    `document.body.insertAdjacentHTML('beforeend', ${JS(`<object data="${to}" type="text/html"></object><embed src="${to}" type="text/html">`)});`,
};

const POPUPS: Record<string, Lead> = {
  popup: (to) => popup(`open(${JS(to)})`),
  'popup-redirect': (_, hop) => popup(`open(${JS(hop)})`),
  'popup-sent-on': (to) => `${popup(`open('about:blank')`)} if (w) w.location = ${JS(to)};`,
  'popup-script': (to) => popup(`open(${JS(`javascript:location.href='${to}'`)})`),
  'popup-posted': (to) => post(to, '_blank'),
};

const hopTo = (to: string) => `/hop?to=${encodeURIComponent(to)}`;

/** One step after the other, each to an address of its own, and waited for; then the page goes on to the file. */
const trying = (leads: Record<string, Lead>, base: string): Answer => {
  const steps = Object.entries(leads).map(([name, lead]) => `() => { ${lead(base + name, hopTo(base + name))} }`);
  return page(
    'x',
    `<script>const steps = [${steps.join(',').replaceAll('</script', '<\\/script')}];
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const hops = async () => {
      // What goes on meanwhile may cut it off.
      for (;;) try { return Number(await (await fetch('/hops')).text()); } catch { await pause(100); }
    };
    const go = async () => {
      for (const step of steps) {
        const before = await hops();
        document.title = 'x' + (steps.indexOf(step) + 1);
        step();
        await pause(200);
        // Whoever watches has patience as long as the page changes.
        for (let i = 0; i < 40 && String(step).includes('/hop?') && (await hops()) === before; i++) {
          document.title += '.';
          await pause(200);
        }
        await pause(200);
      }
      location.replace('/quiet');
    };
    addEventListener('load', go);</script>`,
  );
};

/** How many of them come to the portal first, and are redirected by it. */
const hops = (leads: Record<string, Lead>) =>
  Object.values(leads).filter((lead) => lead('', 'hop').includes('hop')).length;

function staysAtHome(result: Result): void {
  expect(result.foreign).toEqual([]);
  expect(result.plain).toEqual([]);
}

/** The window is alive: what the page goes on to is caught. */
function goesOn(result: Result): void {
  expect(result.visit, JS(result.visit)).toMatchObject({ outcome: 'saved', presses: ['download'] });
  expect(result.visit.file?.equals(DX_FILE)).toBe(true);
}

const refusals = ({ visit }: Result) => visit.told.filter((line) => line.includes('a host is refused'));

describe('no host is asked but the portal’s, and nobody without TLS', () => {
  for (const aim of ['foreign', 'plain'] as const) {
    for (const [name, leads] of Object.entries({ PAGES, FRAMES, POPUPS })) {
      it(`${aim}: ${name.toLowerCase()}`, AT_ONCE, async () => {
        const result = await attack(hostile((aims) => trying(leads, aims[aim])));
        staysAtHome(result);
        goesOn(result);
        expect(result.server.log.filter((line) => line.includes(' /hop?'))).toHaveLength(hops(leads));
      });
    }
  }

  it('a download that is redirected to another host', AT_ONCE, async () => {
    const result = await attack(hostile(({ foreign }) => trying({ hop: (_, hop) => download(hop) }, foreign)));
    staysAtHome(result);
    goesOn(result);
    expect(result.server.asked('GET /hop?')).toBe(1);
  });

  it('what a page loads without TLS, but for a picture', AT_ONCE, async () => {
    const load: Lead = (to) =>
      `document.body.insertAdjacentHTML('beforeend', ${JS(`<link rel="stylesheet" href="${to}.css">`)});
       const s = document.createElement('script'); s.src = ${JS(`${to}.js`)}; document.body.append(s);
       fetch(${JS(to)}).catch(() => {}); navigator.sendBeacon(${JS(to)}, 'a');
       try { new WebSocket(${JS(to.replace('http', 'ws'))}); } catch {}`;
    const result = await attack(hostile(({ plain }) => trying({ load }, plain)));
    staysAtHome(result);
    goesOn(result);
  });

  it('the entry itself is redirected', AT_ONCE, async () => {
    const result = await attack(hostile(({ foreign }) => redirect(foreign, 302)));
    staysAtHome(result);
    expect(result.visit).toMatchObject({ outcome: 'stopped', presses: [], pages: [] });
    expect(refusals(result)).toHaveLength(1);
  });

  it('a server that speaks no TLS is not one that is not there', AT_ONCE, async () => {
    // It reads what it is sent: a connection with unread bytes is never closed on this side, and `close` waits for it.
    const server = createServer((socket) =>
      socket
        .on('error', () => {})
        .resume()
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const entry = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const portal = await PortalServer.start(() => NOT_FOUND);
    const { authority } = portal;
    const told = async () => {
      const visit = await drive({ engine: 'webkitgtk', entry, authority, user: USER, password: PASSWORD });
      return visit.told.join();
    };
    expect(await told()).toContain('a page is not shown: Tls { host: "localhost:');
    await new Promise((resolve) => server.close(resolve));
    // G_IO_ERROR_CONNECTION_REFUSED.
    expect(await told()).toContain('Offline { cause: EngineError { domain: "g-io-error-quark", code: Some(39) } }');
    await portal.stop();
  });
});

describe('what the guide presses leaves no host', () => {
  const ENTRANCE = '介護事業所の方はこちら';
  const controls: Record<string, (to: string, hop: string) => string> = {
    'a link': (to) => `<a href="${to}">${ENTRANCE}</a>`,
    'a link to a window of its own': (to) => `<a href="${to}" target="_blank">${ENTRANCE}</a>`,
    'a link that is redirected': (_, hop) => `<a href="${hop}">${ENTRANCE}</a>`,
    'a button that posts': (_, hop) =>
      `<form method="post" action="${hop}&status=307"><input name="a" value="1"><button>${ENTRANCE}</button></form>`,
    'a script': (to) => `<button onclick="location.href='${to}'">${ENTRANCE}</button>`,
  };
  for (const [name, control] of Object.entries(controls)) {
    it(name, AT_ONCE, async () => {
      const entry = ({ foreign }: Aims): Answer => attackingOncePressed(control(foreign, hopTo(foreign)));
      const result = await attack(hostile(entry));
      staysAtHome(result);
      expect(result.visit).toMatchObject({ outcome: 'saved', presses: ['entrance', 'download'] });
      // It is said which one, and said by the window.
      expect(refusals(result)).toHaveLength(1);
    });
  }

  it('a log-in that is redirected takes the password nowhere', AT_ONCE, async () => {
    const result = await attack(
      hostile(
        () => loginPage('/login'),
        ({ path, form }, server) => {
          if (path !== '/login') return NOT_FOUND;
          server.kept.set('password', form.get('pw') ?? '');
          return redirect('/hop?status=307', 307);
        },
      ),
    );
    staysAtHome(result);
    expect(result.visit.presses).toEqual(['user-id', 'password', 'log-in']);
    expect(result.server.kept.get('password')).toBe('Himitsu2026');
    expect(result.server.asked('POST /login')).toBe(1);
    expect(refusals(result)).toHaveLength(1);
    expect(result.holds('Himitsu2026')).toBe(false);
  });

  it('a log-in that another host asks for takes it nowhere', AT_ONCE, async () => {
    const result = await attack(hostile(({ foreign }) => loginPage(`${foreign}login`)));
    staysAtHome(result);
    expect(result.visit.presses).toEqual(['user-id', 'password', 'log-in']);
    expect(refusals(result)).toHaveLength(1);
  });
});

describe('windows of a page', () => {
  it('fifty at once are four, and the visit goes on', AT_ONCE, async () => {
    const many = script(`addEventListener('load', () => { const all = [];
      for (let i = 0; i < 50; i++) all.push(open('/child?' + i));
      setTimeout(() => { for (const one of all) if (one) one.close(); }, 1000); })`);
    const result = await attack(
      hostile(
        () => attacking(many),
        ({ path }) => (path === '/child' ? page('x', '<p>x</p>') : NOT_FOUND),
      ),
    );
    goesOn(result);
    const opened = result.server.asked('GET /child');
    expect(opened).toBeGreaterThan(0);
    expect(opened).toBeLessThanOrEqual(4);
  });
});
