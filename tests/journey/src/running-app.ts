import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { appBinary, top } from './places.ts';
import { SessionBus } from './session-bus.ts';

/** What a start of the app comes from. */
interface System {
  /** A link or a file. */
  args?: readonly string[];
  /** With a session bus; undefined if it is to have one of its own. */
  env?: Readonly<Record<string, string>>;
}

/**
 * The real app, started by a WebKitWebDriver of its own. Driver, app and web process share one process group, which
 * ends with `stop`.
 */
export class RunningApp {
  readonly driver: WebDriver;
  readonly #host: ChildProcess;
  readonly #bus: SessionBus | undefined;

  private constructor(driver: WebDriver, host: ChildProcess, bus: SessionBus | undefined) {
    this.driver = driver;
    this.#host = host;
    this.#bus = bus;
  }

  /** Starts the app with its state in `folder`; `fault` is what its practice portal gets wrong, `phone` how its practice
   * phone is, `system` what the system starts it with. */
  static async start(folder: string, fault = '', phone = '', system: System = {}): Promise<RunningApp> {
    // Without a bus GTK starts one for the display, and with it daemons that nobody ends.
    const bus = system.env ? undefined : await SessionBus.start();
    const port = await freePort();
    mkdirSync(path.join(top, 'target/log'), { recursive: true });
    const log = openSync(path.join(top, 'target/log/webdriver.log'), 'a');
    const host = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...process.env,
        TAURI_WEBVIEW_AUTOMATION: 'true',
        SHOMEI_NAVI_FOLDER: folder,
        SHOMEI_NAVI_PRACTICE_FAULT: fault,
        SHOMEI_NAVI_PRACTICE_PHONE: phone,
        ...(system.env ?? bus?.env),
      },
    });
    try {
      const address = `http://127.0.0.1:${port}`;
      await answering(address, host);
      const wanted = new Capabilities({
        browserName: 'wry',
        'webkitgtk:browserOptions': { binary: appBinary, args: system.args ?? [] },
      });
      const driver = await new Builder().usingServer(address).withCapabilities(wanted).build();
      return new RunningApp(driver, host, bus);
    } catch (error) {
      endGroup(host);
      bus?.stop();
      throw error;
    }
  }

  /** The app's own process, and those of the engine that draws it. */
  get processes(): { app: number[]; web: number[] } {
    const app = this.#appPid();
    const group = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const web = group
      .map(Number)
      .filter((pid) => WEB_PROCESS.test(programOf(pid) ?? '') && groupOf(pid) === this.#host.pid);
    return { app: [app], web };
  }

  /** Kills the app as the system does when it needs the memory: without a word. */
  async kill(): Promise<void> {
    const pid = this.#appPid();
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), 10_000, 'the killed app is still there');
    this.#end();
  }

  /** Closes the window and waits until the app has ended by itself. */
  async close(): Promise<void> {
    const pid = this.#appPid();
    await this.driver.quit();
    await until(() => !isAlive(pid), 10_000, 'the app did not end when its window was closed');
    this.#end();
  }

  /** Ends whatever is left, in any state. */
  stop(): void {
    this.#end();
  }

  #end(): void {
    endGroup(this.#host);
    this.#bus?.stop();
  }

  #appPid(): number {
    const found = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .find((pid) => parentOf(pid) === this.#host.pid && programOf(pid) === appBinary);
    if (found === undefined) throw new Error('the app is not running');
    return found;
  }
}

/** The engine's processes for pages and for the network. */
const WEB_PROCESS = /\/WebKit(?:Web|Network|GPU)Process$/;

function groupOf(pid: number): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop() ?? '';
    return Number(afterName.split(' ')[2]);
  } catch {
    return undefined;
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop() ?? '';
    return Number(afterName.split(' ')[1]);
  } catch {
    return undefined;
  }
}

function programOf(pid: number): string | undefined {
  try {
    // A build meanwhile replaces the file, not the program that runs.
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

/** A zombie is not alive: its memory and files are gone. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.startsWith('Z');
  } catch {
    return false;
  }
}

function endGroup(host: ChildProcess): void {
  try {
    if (host.pid !== undefined) process.kill(-host.pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

async function answering(address: string, host: ChildProcess): Promise<void> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    if (host.exitCode !== null) break;
    const answer = await fetch(`${address}/status`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('WebKitWebDriver does not answer; see target/log/webdriver.log');
}

async function until(holds: () => boolean, within: number, otherwise: string): Promise<void> {
  const end = Date.now() + within;
  while (!holds()) {
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(20);
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
