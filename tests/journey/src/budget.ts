import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Caregiver } from './caregiver.ts';
import { top } from './places.ts';

/** A row of the table: what the paper manual asks for, and what ours may. */
export interface Budget {
  way: string;
  /** Counted in the setup manual, v1.02. */
  manual: string;
  inApp: number;
  /** None: each of the system's screens is drawn, their number is the system's. */
  onSystem: number | undefined;
}

export const android: Budget = { way: 'Android, from the entrance to verified', manual: '22', inApp: 9, onSystem: 3 };
export const iphone: Budget = {
  way: 'iPhone, from the entrance to verified',
  manual: 'about 28',
  inApp: 10,
  onSystem: undefined,
};

/** One more than the storyboard's six: before anything is begun the app asks whether it was applied for on a computer. */
export const renewal: Budget = { way: 'renewal on Android', manual: 'not in the manual', inApp: 7, onSystem: 2 };

const table = path.join(top, 'target/journey/budget.md');
const rows = new Map<string, string>();

/** Prints the row of what was really done, and fails where it is over the budget. */
export function settle(budget: Budget, caregiver: Caregiver): void {
  const { inApp, onSystem } = caregiver;
  rows.set(
    budget.way,
    `| ${budget.way} | ${budget.manual} | ${inApp.length} (at most ${budget.inApp}) | ${onSystem.length}${budget.onSystem === undefined ? '' : ` (at most ${budget.onSystem})`} |`,
  );
  mkdirSync(path.dirname(table), { recursive: true });
  writeFileSync(table, [HEAD, ...rows.values(), ''].join('\n'));
  console.log([HEAD, rows.get(budget.way), `| | | ${inApp.join(', ')} | ${onSystem.join(', ')} |`].join('\n'));
  if (inApp.length > budget.inApp) throw new Error(`over the budget in the app: ${inApp.length} > ${budget.inApp}`);
  if (budget.onSystem !== undefined && onSystem.length > budget.onSystem) {
    throw new Error(`over the budget on the system's screens: ${onSystem.length} > ${budget.onSystem}`);
  }
}

const HEAD = '| actions (a tap, or one field filled in) | manual | in the app | on system screens |\n|---|---|---|---|';
