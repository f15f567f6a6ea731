import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Listens in this folder and starts no services: a desktop's portal would hold a second start back for half a minute. */
const config = (folder: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${path.join(folder, 'bus')}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A session bus of the test's own, over which a second start of the app finds the first. */
export class SessionBus {
  readonly #daemon: ChildProcess;
  readonly #folder: string;
  /** What programs on this bus need in their environment. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(daemon: ChildProcess, folder: string, address: string) {
    this.#daemon = daemon;
    this.#folder = folder;
    this.env = { DBUS_SESSION_BUS_ADDRESS: address, NO_AT_BRIDGE: '1' };
  }

  static async start(): Promise<SessionBus> {
    const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-bus-'));
    const file = path.join(folder, 'bus.conf');
    writeFileSync(file, config(folder));
    const daemon = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      daemon.once('error', reject);
      daemon.once('exit', (code) => reject(new Error(`dbus-daemon ended with ${code}`)));
      daemon.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    });
    return new SessionBus(daemon, folder, address);
  }

  stop(): void {
    this.#daemon.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
