import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll } from 'vitest';

/*
 * A display of its own for every file of tests, which nobody sees: files run side by side, and a pointer or a window of one
 * is in no other's way. It ends with the process, whatever ends that. Phones' pages find room in it.
 */
const server = spawn(
  'setpriv',
  [
    '--pdeathsig=KILL',
    'Xvfb',
    '-displayfd',
    '3',
    ...['-screen', '0', '1400x1400x24'],
    ...['-nolisten', 'tcp'],
    '-noreset',
  ],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
);
const lines = createInterface(server.stdio[3] as Readable);
const ended = once(server, 'exit').then(([code]) => {
  throw new Error(`Xvfb did not start and ended with ${String(code)}`);
});
const [number] = (await Promise.race([once(lines, 'line'), ended])) as [string];
// Its later end is the tests' own.
ended.catch(() => undefined);
process.env['DISPLAY'] = `:${number}`;
delete process.env['XAUTHORITY'];
delete process.env['WAYLAND_DISPLAY'];

afterAll(() => {
  server.kill('SIGKILL');
});
