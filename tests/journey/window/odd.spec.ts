import { describe, expect, it } from 'vitest';
import { drive, type Engine, type Visit } from './drive.ts';
import { ODD, STOPS } from './odd-portals.ts';
import { DX_FILE, PASSWORD, PortalServer, USER, type Portal } from './portal-server.ts';

const AT_ONCE = { concurrent: true, timeout: 120_000 };

/** WebKitGTK catches by the engine: what the script does for Chromium is not asked of it again. */
const IN_WEBKIT = ['servlet', 'pop-up', 'drawn, by a link that stands nowhere', 'hidden frame', 'Shift_JIS'];

async function visit(portal: Portal, engine: Engine): Promise<{ visit: Visit; server: PortalServer }> {
  const server = await PortalServer.start(portal);
  try {
    const { entry, authority } = server;
    return { visit: await drive({ engine, entry, authority, user: USER, password: PASSWORD }), server };
  } finally {
    await server.stop();
  }
}

/** For whoever reads the failure. */
const told = ({ presses, pages, told: said }: Visit, { log }: PortalServer) =>
  JSON.stringify({ presses, pages, said, log });

describe('portals that nobody has seen', () => {
  for (const [name, portal] of Object.entries(ODD)) {
    it(`${name}, in Chromium`, AT_ONCE, async () => {
      const { visit: seen, server } = await visit(portal, 'chromium');
      expect(seen, told(seen, server)).toMatchObject({ outcome: 'saved' });
      expect(seen.file?.equals(DX_FILE)).toBe(true);
      expect(seen.presses.filter((press) => press === 'log-in')).toHaveLength(1);
    });
  }

  for (const name of IN_WEBKIT) {
    it(`${name}, in WebKitGTK`, AT_ONCE, async () => {
      const { visit: seen, server } = await visit(ODD[name] as Portal, 'webkitgtk');
      expect(seen, told(seen, server)).toMatchObject({ outcome: 'saved' });
      expect(seen.file?.equals(DX_FILE)).toBe(true);
    });
  }
});

describe('where the user goes on alone', () => {
  for (const [name, { portal, last }] of Object.entries(STOPS)) {
    it(name, AT_ONCE, async () => {
      const { visit: seen, server } = await visit(portal, 'chromium');
      expect(seen, told(seen, server)).toMatchObject({ outcome: 'stopped' });
      expect(seen.pages.at(-1)).toBe(last);
      expect(seen.presses.filter((press) => press === 'log-in').length).toBeLessThanOrEqual(1);
    });
  }
});

describe('where the network is gone for a moment', () => {
  /** The first so many requests like this have no answer. No connection is kept, of which libsoup itself would ask again. */
  const cut =
    (what: string, times = 1): Portal =>
    (asked, server) => {
      if (`${asked.method} ${asked.path}` === what && server.asked(what) <= times) return { isCut: true };
      const answer = (ODD['strict'] as Portal)(asked, server);
      return { ...answer, headers: { ...answer.headers, connection: 'close' } };
    };
  const unreached = (seen: Visit) => seen.told.filter((line) => line.includes('a page is not reached'));

  it('the page that was on its way is asked for again, and nobody logs in again', AT_ONCE, async () => {
    const { visit: seen, server } = await visit(cut('GET /menu'), 'webkitgtk');
    expect(seen, told(seen, server)).toMatchObject({ outcome: 'saved' });
    expect(unreached(seen)).toHaveLength(1);
    expect(server.asked('POST /login')).toBe(1);
  });

  it('what a form has sent is sent again from the page, which is still there', AT_ONCE, async () => {
    const { visit: seen, server } = await visit(cut('POST /login'), 'webkitgtk');
    expect(seen, told(seen, server)).toMatchObject({ outcome: 'saved' });
    expect(unreached(seen)).toHaveLength(1);
    expect(server.asked('POST /login')).toBe(2);
    expect(server.asked('GET /login')).toBe(1);
  });

  it('before the first page there is nothing to go on with', AT_ONCE, async () => {
    const { visit: seen, server } = await visit(cut('GET /', 9), 'webkitgtk');
    expect(seen, told(seen, server)).toMatchObject({ outcome: 'stopped', presses: [] });
    expect(seen.told.join()).toContain('a page is not shown: Offline');
  });
});
