import type { Language } from '../i18n/catalogue';

/** The parts of the guide, in their order. */
export const SECTIONS = ['prepare', 'pc', 'phone', 'after', 'help'] as const;

/** A step of a page, with the manual's own wording where it differs. */
interface GuideStep {
  /** Numbers of the step in the paper manual, with blanks between them. */
  manual: string | null;
  text: string;
  official: string | null;
  note: string | null;
  drawing: string | null;
}

/** A page of the guide. */
export interface GuidePage {
  id: string;
  section: (typeof SECTIONS)[number];
  title: string;
  lead: string;
  /** Where its steps are done. */
  where: 'pc' | 'iphone' | 'android' | 'any';
  steps: readonly GuideStep[];
}

/** What the paper manual says, and what is right. */
export interface Correction {
  manual: string;
  said: string;
  is: string;
}

/** What matters until a day and is not said any more after it. */
export interface DatedNote {
  id: string;
  /** The last day, in Japan: `2026-12-31`. */
  until: string;
  text: string;
  source: string;
}

/** The whole guide in one language. */
export interface Guide {
  notes: readonly DatedNote[];
  pages: readonly GuidePage[];
  corrections: readonly Correction[];
}

/** A way out of a trouble. */
interface Answer {
  question: string | null;
  title: string;
  steps: readonly string[];
  /** Page of the guide that tells more. */
  guide: string | null;
  then: 'fixed' | 'help-desk';
}

/** What one sees or wants when one is stuck. */
export interface Symptom {
  id: string;
  /** Screens on which it is likely. */
  screens: readonly string[];
  /** Codes of failures that mean it. */
  codes: readonly string[];
  title: string;
  answers: readonly Answer[];
}

/** The end of a note's last day, in Unix milliseconds. */
export function endOf({ until }: Pick<DatedNote, 'until'>): number {
  return Date.parse(`${until}T23:59:59.999+09:00`);
}

const files = import.meta.glob<unknown>('./content/*.json', { import: 'default' });

/** The guide in a language; fetched when it is opened. */
export async function fetchGuide(language: Language): Promise<Guide> {
  return (await content('', language)) as Guide;
}

/** The symptoms in a language; fetched when they are asked for. */
export async function fetchSymptoms(language: Language): Promise<readonly Symptom[]> {
  return ((await content('troubleshooting.', language)) as { symptoms: readonly Symptom[] }).symptoms;
}

async function content(kind: '' | 'troubleshooting.', language: Language): Promise<unknown> {
  const fetch = files[`./content/${kind}${language}.json`] ?? files[`./content/${kind}ja.json`];
  if (!fetch) throw new Error(`no ${kind}content for ${language}`);
  return fetch();
}
