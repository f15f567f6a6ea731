import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drive, type Engine, type Visit } from './drive.ts';
import {
  DX_FILE,
  NOT_FOUND,
  PASSWORD,
  PortalServer,
  USER,
  attachment,
  page,
  redirect,
  type Answer,
  type Portal,
} from './portal-server.ts';

/** A server that is asked without TLS: that anything is sent to it is the harm. WebKit may connect before it is told no. */
class PlainServer {
  /** First lines of what was sent. */
  readonly log: string[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (sent) => {
        this.log.push(sent.toString('latin1').split('\r\n')[0] ?? '');
        socket.destroy();
      });
    });
  }

  static async start(): Promise<PlainServer> {
    const plain = new PlainServer();
    await new Promise<void>((resolve) => plain.#server.listen(0, 'localhost', resolve));
    return plain;
  }

  get entry(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  stop(): void {
    this.#server.close();
  }
}

/** Where an attack leads to. */
export interface Aims {
  /** Another host, whose certificate is believed: only the window's own rules keep anybody from it. */
  foreign: string;
  /** The same without TLS. */
  plain: string;
}

/** What came of an attack. */
export interface Result {
  visit: Visit;
  /** What the portal was asked. */
  server: PortalServer;
  /** What the other host was asked. */
  foreign: string[];
  /** What was sent without TLS. */
  plain: string[];
  /** The most that the process of the window held in memory, in MiB. */
  peak: number;
  /** Names of the files below the home of whoever was attacked. */
  left: string[];
  /** Is this text, or are these bytes, in any of those files? */
  holds: (content: Buffer | string) => boolean;
}

/** Until a page that attacks goes on to the file. */
const SOON = 1500;

/** Where it goes on to: a visit that gets here shows that the window is alive, and ends at once. */
const QUIET = page(
  '証明書ダウンロード',
  '<h1>証明書ダウンロード</h1><p>介護DX証明書 <a href="/file">ダウンロード</a></p>',
);

/** A page that attacks, and goes on. */
export const attacking = (body: string, head = ''): Answer =>
  page('x', `${body}<script>setTimeout(() => location.replace('/quiet'), ${SOON})</script>`, head);

/** The same, once something in it was pressed. */
export const attackingOncePressed = (body: string): Answer =>
  page(
    'x',
    `${body}<script>addEventListener('click', () => setTimeout(() => location.replace('/quiet'), 2 * ${SOON}), true)</script>`,
  );

/** A portal whose entry attacks; `/hop` leads on to another host, by the status that is asked for. */
export const hostile =
  (entry: (aims: Aims) => Answer, more: Portal = () => NOT_FOUND) =>
  (aims: Aims): Portal =>
  (asked, server) => {
    switch (asked.path) {
      case '/':
        return entry(aims);
      case '/hop':
        return redirect(asked.query.get('to') ?? aims.foreign, Number(asked.query.get('status') ?? 302));
      case '/hops':
        return {
          headers: { 'content-type': 'text/plain' },
          body: `${server.log.filter((line) => line.includes(' /hop?')).length}`,
        };
      case '/quiet':
        return QUIET;
      case '/file':
        return attachment(DX_FILE);
      default:
        return more(asked, server);
    }
  };

/** What the portal may keep of one visit to the next. */
export class Home {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-attacked-'));
  readonly runtime = path.join(this.folder, 'runtime');

  constructor() {
    mkdirSync(this.runtime, { mode: 0o700 });
  }

  /** As little as possible is shared with whoever runs the tests. */
  get environment(): Record<string, string> {
    const at = (name: string) => path.join(this.folder, name);
    return {
      HOME: this.folder,
      XDG_CACHE_HOME: at('cache'),
      XDG_CONFIG_HOME: at('config'),
      XDG_DATA_HOME: at('data'),
      XDG_RUNTIME_DIR: this.runtime,
    };
  }

  get files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** One visit to a portal that is hostile. A `home` that is given is left to whoever gave it. */
export async function attack(
  portal: (aims: Aims) => Portal,
  { engine = 'webkitgtk', home, port }: { engine?: Engine; home?: Home; port?: number } = {},
): Promise<Result> {
  const foreign = await PortalServer.start(() => page('よそ', '<a href="/login">介護事業所の方はこちら</a>'));
  const plain = await PlainServer.start();
  const server = await PortalServer.start(portal({ foreign: foreign.entry, plain: plain.entry }), port);
  const lives = home ?? new Home();
  try {
    const { entry, authority } = server;
    const environment = engine === 'webkitgtk' ? lives.environment : {};
    const visiting = drive({ engine, entry, authority, user: USER, password: PASSWORD, environment });
    const { done: visit, peak } = await peakWhile(entry, visiting);
    const files = lives.files.map((name) => ({ name, content: readFileSync(name) }));
    return {
      visit,
      server,
      foreign: foreign.log,
      plain: plain.log,
      peak,
      left: files.map(({ name }) => path.relative(lives.folder, name)),
      holds: (content) => files.some((file) => file.content.includes(content)),
    };
  } finally {
    plain.stop();
    await Promise.all([server.stop(), foreign.stop()]);
    if (!home) lives.remove();
  }
}

/** The most that the window's own process held in memory while `work` went on, in MiB; `entry` is on its command line. */
async function peakWhile<T>(entry: string, work: Promise<T>): Promise<{ done: T; peak: number }> {
  let peak = 0;
  const look = () => {
    const all = execFileSync('ps', ['-eo', 'rss=,args='], { encoding: 'utf8' }).split('\n');
    for (const line of all.filter((one) => one.includes(`window-drive --engine`) && one.includes(entry)))
      peak = Math.max(peak, Number(line.trim().split(' ')[0]) / 1024);
  };
  const timer = setInterval(look, 500);
  try {
    return { done: await work, peak };
  } finally {
    clearInterval(timer);
  }
}
