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
const told = ({ presses, pages }: Visit, { log }: PortalServer) => JSON.stringify({ presses, pages, log });

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
