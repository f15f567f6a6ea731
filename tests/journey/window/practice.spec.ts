import { execFile, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { top } from '../src/places.ts';
import { drive, type Engine, type Visit } from './drive.ts';

const program = path.join(top, 'target/debug/practice');
const AT_ONCE = { concurrent: true, timeout: 180_000 };

/** Faults that a person gets through, as no more than the guide says is pressed; all others end without a file. */
const PASSED = ['slow', 'wrong-clock', 'notice', 'expires-soon', 'logged-in-elsewhere', 'choose-office'];

interface Running {
  entry: string;
  /** PEM file. */
  tlsRoot: string;
  offices: { userId: string; loginPassword: string; holds: ('dx' | 'hoken')[] }[];
}

const names = (of: string): string[] => {
  const lists = execFileSync(program, ['--list'], { encoding: 'utf8' }).split('\n');
  return (
    lists
      .find((line) => line.startsWith(of))
      ?.split(': ')[1]
      ?.split(' ') ?? []
  );
};

/** One visit of a practice portal of its own. */
async function practise(options: string[], engine: Engine): Promise<Visit> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-practice-'));
  const portal: ChildProcess = execFile(program, ['--json', '--folder', folder, '--delay', '3', ...options]);
  try {
    if (!portal.stdout) throw new Error('practice tells nothing');
    const [line] = (await once(createInterface(portal.stdout), 'line')) as [string];
    const { entry, tlsRoot, offices } = JSON.parse(line) as Running;
    const office = offices.find(({ holds }) => holds.length > 0);
    if (!office) throw new Error('practice has no office with a certificate');
    const { userId: user, loginPassword: password, holds } = office;
    return await drive({ engine, entry, authority: tlsRoot, user, password, wanted: holds[0] ?? 'dx' });
  } finally {
    const ended = once(portal, 'exit');
    portal.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

const seenFile = (visit: Visit) => {
  expect(visit).toMatchObject({ outcome: 'saved' });
  expect(visit.file?.[0]).toBe(0x30);
};

describe('every skin of the practice portal', () => {
  for (const skin of names('skins')) {
    it(`${skin}, in Chromium`, AT_ONCE, async () => seenFile(await practise(['--skin', skin], 'chromium')));
  }
  for (const skin of ['plain', 'tables', 'image-buttons', 'faces']) {
    it(`${skin}, in WebKitGTK`, AT_ONCE, async () => seenFile(await practise(['--skin', skin], 'webkitgtk')));
  }
});

describe('every fault of the practice portal', () => {
  for (const fault of names('faults')) {
    it(fault, AT_ONCE, async () => {
      const visit = await practise(['--fault', fault], 'chromium');
      if (PASSED.includes(fault)) seenFile(visit);
      else expect(visit).toMatchObject({ outcome: 'stopped' });
      // Nothing is tried twice that can lock an account.
      expect(visit.presses.filter((press) => press === 'log-in').length).toBeLessThanOrEqual(1);
    });
  }
  for (const fault of ['redirect-elsewhere', 'untrusted-certificate', 'zip-instead-of-file', 'locked']) {
    it(`${fault}, in WebKitGTK`, AT_ONCE, async () => {
      expect(await practise(['--fault', fault], 'webkitgtk')).toMatchObject({ outcome: 'stopped' });
    });
  }
});
