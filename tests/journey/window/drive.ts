import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { top } from '../src/places.ts';

/** What `tests/window/drive` tells of a visit. */
export interface Visit {
  outcome: 'saved' | 'stopped' | 'closed';
  presses: string[];
  pages: string[];
  /** What it says on standard error: what was refused, and how many messages came. */
  told: string[];
  /** What it saved. */
  file?: Buffer;
}

export type Engine = 'chromium' | 'webkitgtk';

export interface Order {
  engine: Engine;
  entry: string;
  /** PEM file. */
  authority: string;
  user: string;
  password: string;
  wanted?: 'dx' | 'hoken';
  hosts?: string[];
  environment?: Record<string, string>;
}

/** Puts a portal before the guide. */
export async function drive(order: Order): Promise<Visit> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-visit-'));
  const out = path.join(folder, 'file.pfx');
  const hosts = (order.hosts ?? []).flatMap((rule) => ['--host', rule]);
  const options = ['--engine', order.engine, '--entry', order.entry, '--ca', order.authority, '--user', order.user];
  const more = ['--password-stdin', '--wanted', order.wanted ?? 'dx', '--out', out, ...hosts];
  try {
    const visit = await new Promise<Visit>((resolve, reject) => {
      const program = path.join(top, 'tests/window/drive');
      const env = { ...process.env, ...order.environment };
      const child = execFile(program, [...options, ...more], { env }, (error, stdout, stderr) => {
        if (error) reject(new Error(`${error.message}\n${stderr}`));
        else resolve({ ...(JSON.parse(stdout) as Omit<Visit, 'told'>), told: stderr.split('\n') });
      });
      child.stdin?.end(`${order.password}\n`);
    });
    return visit.outcome === 'saved' ? { ...visit, file: readFileSync(out) } : visit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
