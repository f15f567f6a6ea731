import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const POLICIES = '/etc/chromium/policies/managed';
const PROGRAMS = ['chromium', 'certutil', 'pk12util'];

/**
 * Why this machine has no browser that shows an installed certificate by itself; undefined if it has. Under CI everything is
 * installed, and what is missing is an error.
 */
export function noChromium(): string | undefined {
  const why = lacking();
  if (why && process.env['CI']) throw new Error(why);
  return why;
}

function lacking(): string | undefined {
  const absent = PROGRAMS.filter((program) => !runs('sh', ['-c', `command -v ${program}`]));
  if (absent.length > 0) return `${absent.join(', ')} is not here`;
  return process.getuid?.() === 0 ? undefined : `only root writes ${POLICIES}`;
}

/**
 * A real headless Chromium with a home, and so an identity store (NSS), of its own. It shows a certificate without asking
 * only by a managed policy, which is removed again when the test has finished.
 */
export class Chromium {
  readonly #home = mkdtempSync(path.join(tmpdir(), 'shomei-navi-chromium-'));
  readonly #policy = path.join(POLICIES, `shomei-navi-${process.pid}.json`);
  readonly #made: string[] = [];

  /** `root`: PEM file of whom it trusts besides the web. */
  constructor(root: string) {
    onTestFinished(() => this.#end());
    mkdirSync(this.#store, { recursive: true });
    this.#nss('certutil', '-N', '--empty-password');
    this.#nss('certutil', '-A', '-n', 'practice TLS', '-t', 'C,,', '-i', root);
  }

  /** Installs a PKCS#12, as a person does who types its password. */
  install(pkcs12: Uint8Array, password: string): void {
    const file = path.join(this.#home, 'identity.p12');
    writeFileSync(file, pkcs12);
    this.#nss('pk12util', '-i', file, '-K', '', '-W', password);
  }

  /** Opens a page and gives back what it became. */
  open(url: string): string {
    this.#chooseAt(new URL(url).origin);
    return run(
      'timeout',
      [
        '--kill-after=5',
        '60',
        'chromium',
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
      ].concat([
        '--no-first-run',
        '--no-proxy-server',
        '--dump-dom',
        `--user-data-dir=${path.join(this.#home, 'profile')}`,
        url,
      ]),
      { HOME: this.#home },
    );
  }

  get #store(): string {
    return path.join(this.#home, '.pki/nssdb');
  }

  #nss(program: string, ...options: string[]): void {
    run(program, ['-d', `sql:${this.#store}`, ...options]);
  }

  #chooseAt(origin: string): void {
    for (let folder = POLICIES; !existsSync(folder); folder = path.dirname(folder)) this.#made.push(folder);
    mkdirSync(POLICIES, { recursive: true });
    const choice = JSON.stringify({ pattern: origin, filter: {} });
    writeFileSync(this.#policy, JSON.stringify({ AutoSelectCertificateForUrls: [choice] }));
  }

  #end(): void {
    rmSync(this.#policy, { force: true });
    for (const folder of this.#made) {
      try {
        rmdirSync(folder);
      } catch {
        // Somebody else has put something there meanwhile.
      }
    }
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function run(program: string, options: string[], more: Record<string, string> = {}): string {
  return execFileSync(program, options, {
    env: { ...process.env, XDG_CONFIG_HOME: undefined, ...more },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function runs(program: string, options: string[]): boolean {
  try {
    run(program, options);
    return true;
  } catch {
    return false;
  }
}
