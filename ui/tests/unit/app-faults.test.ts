// @vitest-environment node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Symptom } from '../../src/guide/content.ts';
import { APP_FAULTS, isAppFault } from '../../src/wording/app-faults';
import { FAILURE_CODES } from '../../src/wording/codes';
import { LANGUAGES, readCatalogue, textsOf } from './catalogues';

/* A fault of this app goes to its publisher, and never to the portal's paid line. */

const PUBLISHER = /発行者|publisher/;
const HELP_DESK = /ヘルプデスク|help desk/;

/** All that a failure tells to do, whatever kind of file it names. */
function todoOf(language: string, code: string): string {
  const name = new RegExp(`^failure_${code}(?:_[a-z0-9-]+)?_todo$`);
  return Object.entries(readCatalogue(language, 'first', 'rest'))
    .flatMap(([key, source]) => (name.test(key) ? textsOf(source) : []))
    .join('\n');
}

const file = (name: string) => path.join(import.meta.dirname, '../../src/guide/content', name);
const symptomsOf = (language: string) =>
  (JSON.parse(readFileSync(file(`troubleshooting.${language}.json`), 'utf8')) as { symptoms: Symptom[] }).symptoms;

test.each(LANGUAGES)(
  '%s: a failure that names the publisher is the app’s, and such a one names no help desk',
  (language) => {
    const sent = FAILURE_CODES.filter((code) => PUBLISHER.test(todoOf(language, code)));
    expect(sent.toSorted()).toEqual([...APP_FAULTS].toSorted());
    expect([...APP_FAULTS].filter((code) => HELP_DESK.test(todoOf(language, code)))).toEqual([]);
  },
);

test.each(LANGUAGES)('%s: the trouble of such a failure leads to the publisher', (language) => {
  const led = (code: string) =>
    symptomsOf(language)
      .filter(({ codes }) => codes.includes(code))
      .flatMap(({ answers }) => answers.flatMap(({ title, steps }) => [title, ...steps]))
      .some((text) => PUBLISHER.test(text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1')));
  expect([...APP_FAULTS].filter((code) => !led(code))).toEqual([]);
});

test.each(LANGUAGES)(
  '%s: an answer that gives the number to the publisher is not headed by the help desk',
  (language) => {
    const plain = (text: string) => text.replace(/\{([^}|]+)\|[^}]+\}/g, '$1');
    const wrong = symptomsOf(language).flatMap(({ id, answers }) =>
      answers
        .filter(
          ({ title, steps }) => HELP_DESK.test(plain(title)) && steps.every((step) => !HELP_DESK.test(plain(step))),
        )
        .filter(({ steps }) => steps.some((step) => PUBLISHER.test(plain(step))))
        .map(({ title }) => `${id}: ${title}`),
    );
    expect(wrong).toEqual([]);
  },
);

test('a code that nobody knows is no fault of the app', () => {
  expect(isAppFault('portal-locked')).toBe(false);
  expect(isAppFault('made-up')).toBe(false);
  expect(isAppFault(null)).toBe(false);
});
