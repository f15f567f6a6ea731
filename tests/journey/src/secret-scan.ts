import { createPrivateKey } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** What must not stay: each in every form that a program keeps it in. */
export type SecretKind = 'login password' | 'certificate password' | 'private exponent' | 'primes';

/** How often each kind was found. */
export type Counts = Record<SecretKind, number>;

/** What is looked for. */
export type Needles = Record<SecretKind, readonly Buffer[]>;

/** Bytes of a number that are looked for: from its middle, so that no reader's header or padding matters. */
const WINDOW = 24;
/** Bytes that are read at once. */
const CHUNK = 16 * 1024 * 1024;

/** The marked passwords as text of one byte and of two bytes a letter (PKCS#12 writes them big-endian, JavaScript engines
 * little-endian); the key's numbers as DER writes them and as arithmetic keeps them (limbs, little-endian). */
export function needles(loginPassword: string, certificatePassword: string, keyPem: string): Needles {
  const { d, p, q } = createPrivateKey(keyPem).export({ format: 'jwk' });
  return {
    'login password': text(loginPassword),
    'certificate password': text(certificatePassword),
    'private exponent': number(d),
    primes: [...number(p), ...number(q)],
  };
}

function text(password: string): Buffer[] {
  const wide = Buffer.from(password, 'utf16le');
  return [Buffer.from(password, 'latin1'), wide, Buffer.from(wide).swap16()];
}

function number(value: string | undefined): Buffer[] {
  if (value === undefined) throw new Error('the key is not of RSA');
  const whole = Buffer.from(value, 'base64url');
  const middle = whole.subarray((whole.length - WINDOW) / 2, (whole.length + WINDOW) / 2);
  return [middle, Buffer.from(middle).reverse()];
}

/** Counts in everything that these processes can write to: heaps, stacks, buffers shared between them. */
export function inMemory(pids: readonly number[], wanted: Needles): Counts {
  const counts = none();
  for (const pid of pids) {
    const [memory, pages] = [openSync(`/proc/${pid}/mem`, 'r'), openSync(`/proc/${pid}/pagemap`, 'r')];
    try {
      for (const { from, to } of mappings(pid)) {
        for (const run of touched(pages, from, to)) inRun(memory, run, wanted, counts);
      }
    } finally {
      closeSync(memory);
      closeSync(pages);
    }
  }
  return counts;
}

/** Addresses: below 2⁵³ on every machine that there is. */
interface Range {
  from: number;
  to: number;
}

/** What can be written to and holds anything (proc(5), smaps). */
function mappings(pid: number): Range[] {
  const found: Range[] = [];
  let current: Range | undefined;
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    const [, from, to, rights] = /^([0-9a-f]+)-([0-9a-f]+) (..)/.exec(line) ?? [];
    if (from && to) current = rights === 'rw' ? { from: parseInt(from, 16), to: parseInt(to, 16) } : undefined;
    else if (current && /^(?:Rss|Swap): +[1-9]/.test(line)) {
      found.push(current);
      current = undefined;
    }
  }
  return found;
}

const PAGE = 4096;

/** Pages that hold something (pagemap: bits 63 and 62): JavaScript engines reserve gigabytes that nobody has touched. */
function* touched(pages: number, from: number, to: number): Generator<Range> {
  const entries = Buffer.allocUnsafe(1024 * 1024);
  let run: Range | undefined;
  for (let at = from; at < to;) {
    const read = readSync(pages, entries, 0, Math.min(entries.length, ((to - at) / PAGE) * 8), (at / PAGE) * 8);
    if (read === 0) break;
    for (let entry = 0; entry < read; entry += 8, at += PAGE) {
      const isThere = entries.readUInt8(entry + 7) >= 0x40;
      if (isThere && run) run.to = at + PAGE;
      else if (isThere) run = { from: at, to: at + PAGE };
      else if (run) {
        yield run;
        run = undefined;
      }
    }
  }
  if (run) yield run;
}

const buffer = Buffer.allocUnsafe(CHUNK);

function inRun(memory: number, { from, to }: Range, wanted: Needles, counts: Counts): void {
  for (let at = from; at < to;) {
    let read = 0;
    try {
      read = readSync(memory, buffer, 0, Math.min(to - at, CHUNK), at);
    } catch {
      // Mapped from a device, or gone meanwhile.
    }
    if (read === 0) return;
    add(counts, inBytes(buffer.subarray(0, read), wanted));
    at += read;
    // What lies across two reads is found in the second.
    if (at < to && read > 2 * OVERLAP) at -= OVERLAP;
  }
}

/** Longer than every needle less one: a needle is not counted twice by more than one read in a million. */
const OVERLAP = 64;

/** Counts in the files below these folders and in these files. */
export function inFiles(
  places: readonly string[],
  wanted: Needles,
  skipped: (file: string) => boolean = () => false,
): Counts {
  const counts = none();
  for (const place of places) {
    if (!statSync(place, { throwIfNoEntry: false })) continue;
    if (!statSync(place).isDirectory()) {
      add(counts, inBytes(readFileSync(place), wanted));
      continue;
    }
    for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !skipped(file)) add(counts, inBytes(readFileSync(file), wanted));
    }
  }
  return counts;
}

/** Counts in one text or file. */
function inBytes(bytes: Buffer, wanted: Needles): Counts {
  const counts = none();
  for (const [kind, forms] of Object.entries(wanted) as [SecretKind, Buffer[]][]) {
    for (const form of forms) {
      for (let at = bytes.indexOf(form); at >= 0; at = bytes.indexOf(form, at + form.length)) counts[kind] += 1;
    }
  }
  return counts;
}

function none(): Counts {
  return { 'login password': 0, 'certificate password': 0, 'private exponent': 0, primes: 0 };
}

function add(to: Counts, more: Counts): void {
  for (const kind of Object.keys(to) as SecretKind[]) to[kind] += more[kind];
}
