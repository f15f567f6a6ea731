import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { top } from './places.ts';

const SOURCE = path.join(top, 'tests/journey/src/drag-source.py');
/** Somewhere in the app's window. */
const GOAL = { x: 200, y: 400 };
const STEPS = 12;

/** Drags these files out of another window onto the app's, with the mouse. */
export async function drag(files: readonly string[]): Promise<void> {
  const uris = files.map((file) => pathToFileURL(file).href);
  // GTK for Python is a package of Debian's own Python.
  const source = spawn('/usr/bin/python3', [SOURCE, ...uris], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(source, 'exit');
  try {
    const [said] = (await Promise.race([
      once(createInterface(source.stdout), 'line'),
      ended.then((how) => [`ended: ${String(how)}`]),
    ])) as [string];
    const [x = NaN, y = NaN] = said.trim().split(' ').map(Number);
    if (!Number.isFinite(x + y)) throw new Error(`the window to drag from did not open: ${said}`);
    const pointer = ['mousemove', `${x}`, `${y}`, 'mousedown', '1'];
    for (let step = 1; step <= STEPS; step += 1) {
      const at = (from: number, to: number) => `${Math.round(from + ((to - from) * step) / STEPS)}`;
      pointer.push('sleep', '0.1', 'mousemove', at(x, GOAL.x), at(y, GOAL.y));
    }
    execFileSync('xdotool', [...pointer, 'sleep', '0.3', 'mouseup', '1']);
    await ended;
  } finally {
    source.kill('SIGKILL');
  }
}
