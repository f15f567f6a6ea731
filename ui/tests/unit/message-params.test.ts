// @vitest-environment node
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { messageParams, type Source } from '../../build/message-params.ts';
import { limits } from '../../gallery/views.ts';
import { readCatalogue, LANGUAGES } from './catalogues';

const KEPT = fileURLToPath(new URL('../../src/i18n/message-params.ts', import.meta.url));

/** Named by every sentence that wants them: this device, Rust's limits, and what is reckoned from them. */
const isStanding = (name: string) => name === 'device' || name === 'userIdRest' || name in limits;

test('the types of the messages’ parameters are fresh', () => {
  const fresh = messageParams(
    LANGUAGES.map((language) => readCatalogue(language)),
    isStanding,
  );
  if (process.env['UPDATE_MESSAGES']) writeFileSync(KEPT, fresh);
  expect(readFileSync(KEPT, 'utf8'), 'run `npm run messages`').toBe(fresh);
});

test('a message that names something must be given it, a number where it counts, and a figure of Rust’s never', () => {
  const sources: Record<string, Source>[] = [
    { plain: 'うん', 'a-day': '{day}まで、{tries}回', due: 'あと{count}日' },
    { plain: 'Yes', 'a-day': 'until {day}, {tries} times', due: { one: 'one day', other: '{count} days' } },
  ];
  const lines = messageParams(sources, isStanding).split('\n');
  expect(lines).toContain("  'a-day': { day: Param };");
  expect(lines).toContain('  due: { count: number };');
  expect(lines.filter((line) => line.includes('plain'))).toEqual([]);
});
