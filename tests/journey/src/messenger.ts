import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { top } from './places.ts';

const PROGRAM = path.join(top, 'tests/journey/src/second-start.py');

/** Says to the running app what second starts of it would say, over the session bus. */
export class Messenger {
  readonly #program: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: Interface;
  readonly #ended: Promise<unknown>;

  constructor(env: Readonly<Record<string, string>>) {
    // GLib for Python is a package of Debian's own Python.
    this.#program = spawn('/usr/bin/python3', [PROGRAM], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#answers = createInterface(this.#program.stdout);
    this.#ended = once(this.#program, 'exit');
  }

  /** Waits until the app has taken it. */
  async hands(brought: readonly string[]): Promise<void> {
    const answered = once(this.#answers, 'line');
    this.#program.stdin.write(`${JSON.stringify(brought)}\n`);
    const isTaken = await Promise.race([answered.then(() => true), this.#ended.then(() => false)]);
    if (!isTaken) throw new Error('the app did not take what was handed to it');
  }

  stop(): void {
    this.#program.kill('SIGKILL');
  }
}
