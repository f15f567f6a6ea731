import { readFileSync } from 'node:fs';
import path from 'node:path';
import { top } from './places.ts';
import type { Counts, SecretKind } from './secret-scan.ts';

/** Where is looked: the processes that the app and its engine write to, what lies on the disk, what was logged. */
export type Place = 'app' | 'web' | 'disk' | 'practice phone' | 'log';

const KINDS: readonly SecretKind[] = ['login password', 'certificate password', 'private exponent', 'primes'];

/** The most that may be left, as docs/security.md says it. */
export function bounds(): Map<string, Counts> {
  const found = new Map<string, Counts>();
  for (const line of readFileSync(path.join(top, 'docs/security.md'), 'utf8').split('\n')) {
    const [moment, place, ...numbers] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (moment === undefined || place === undefined || numbers.length !== KINDS.length) continue;
    if (!numbers.every((each) => /^\d+$/.test(each))) continue;
    found.set(
      rowName(moment, place),
      Object.fromEntries(KINDS.map((kind, at) => [kind, Number(numbers[at])])) as Counts,
    );
  }
  return found;
}

/** Of this moment, where the table has it; else of any end. What it does not name may not be left at all. */
export function boundOf(table: Map<string, Counts>, moment: string, place: Place): Counts | undefined {
  return table.get(rowName(moment, place)) ?? table.get(rowName('any end', place));
}

/** One row of that table. */
export function rowName(moment: string, place: string): string {
  return `${moment} | ${place}`;
}

/** The row as the table writes it. */
export function written(row: string, counts: Counts): string {
  return `| ${row} | ${KINDS.map((kind) => counts[kind]).join(' | ')} |`;
}

/** Whether nothing is more than its bound. */
export function isWithin(counts: Counts, bound: Counts | undefined): boolean {
  return KINDS.every((kind) => counts[kind] <= (bound?.[kind] ?? 0));
}
