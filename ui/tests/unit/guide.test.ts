// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SECTIONS, type Guide, type Symptom } from '../../src/guide/content.ts';
import { isDrawing } from '../../src/drawings/drawings.ts';
import { manualWords } from '../../src/guide/manual.ts';
import { samples } from '../../gallery/samples.ts';
import { readCatalogue } from './catalogues';
import { translatorOf } from './translators';

const ja = await translatorOf('ja');

const folder = fileURLToPath(new URL('../../src/guide/content/', import.meta.url));
const read = (name: string) => JSON.parse(readFileSync(folder + name, 'utf8')) as unknown;
const catalogue = readCatalogue('ja');
const guides = readdirSync(folder).filter((name) => !name.startsWith('troubleshooting.'));
const troubles = readdirSync(folder).filter((name) => name.startsWith('troubleshooting.'));
const guideOf = (name: string) => read(name) as Guide;
const symptomsOf = (name: string) => (read(name) as { symptoms: Symptom[] }).symptoms;
const pages = new Set(guideOf('ja.json').pages.map((page) => page.id));

test.each(guides)('%s: pages have names, a section and drawings that exist', (name) => {
  const found = guideOf(name).pages;
  expect(new Set(found.map((page) => page.id)).size).toBe(found.length);
  const wrong = found.flatMap((page) => [
    // What Rust lets through as the name of a page.
    ...(/^[a-z0-9-]{1,40}$/.test(page.id) && page.id !== 'corrections' ? [] : [page.id]),
    ...(SECTIONS.includes(page.section) ? [] : [`${page.id}: ${page.section}`]),
    ...(['pc', 'iphone', 'android', 'any'].includes(page.where) ? [] : [`${page.id}: ${page.where}`]),
    ...page.steps.filter((step) => step.drawing !== null && !isDrawing(step.drawing)).map((step) => step.drawing),
    ...(page.steps.length > 0 ? [] : [`${page.id}: no steps`]),
  ]);
  expect(wrong).toEqual([]);
});

test.each(guides)('%s: the same pages and steps as in Japanese', (name) => {
  const shape = (guide: Guide) => ({
    pages: guide.pages.map(({ id, section, where, steps }) => ({
      id,
      section,
      where,
      steps: steps.map(({ manual, drawing: picture }) => ({ manual, picture })),
    })),
    corrections: guide.corrections.map(({ manual }) => manual),
  });
  expect(shape(guideOf(name))).toEqual(shape(guideOf('ja.json')));
});

test.each(troubles)('%s: three taps lead to a fix that exists', (name) => {
  const wrong = symptomsOf(name).flatMap((symptom) => [
    ...symptom.answers
      .filter(({ guide }) => guide !== null && !pages.has(guide))
      .map(({ guide }) => `${symptom.id}: ${guide ?? ''}`),
    ...(symptom.answers.length > 0 ? [] : [`${symptom.id}: no answer`]),
    // Several answers are told apart by what they ask.
    ...(symptom.answers.length > 1 && symptom.answers.some((each) => each.question === null)
      ? [`${symptom.id}: an answer without a question`]
      : []),
    ...symptom.answers
      .filter((each) => each.steps.length === 0)
      .map((each) => `${symptom.id}: ${each.title} has no steps`),
  ]);
  expect(wrong).toEqual([]);
  expect(symptomsOf(name).map((each) => [each.id, each.screens, each.codes, each.answers.length])).toEqual(
    symptomsOf('troubleshooting.ja.json').map((each) => [each.id, each.screens, each.codes, each.answers.length]),
  );
});

test('symptoms name screens and codes that exist', () => {
  const screens = new Set(Object.values(samples).map((sample) => sample.view.screen.id as string));
  const wrong = symptomsOf('troubleshooting.ja.json').flatMap((symptom) => [
    ...symptom.screens.filter((screen) => !screens.has(screen)),
    ...symptom.codes.filter((code) => !catalogue[`failure_${code}_what`]),
  ]);
  expect(wrong).toEqual([]);
  const covered = new Set(symptomsOf('troubleshooting.ja.json').flatMap((symptom) => symptom.screens));
  expect([...screens].filter((screen) => !covered.has(screen))).toEqual([]);
});

test.each([
  ['3-1-android-5', '3-1 Android (5)'],
  ['1', '1'],
  ['2-3', '2-3'],
  ['3-1-mobile-2', '3-1 (2)'],
  ['check-3', ''],
  [null, ''],
])('%s of the manual is told as %s', (manual, words) => {
  expect(manualWords(ja, manual)).toBe(words);
});
