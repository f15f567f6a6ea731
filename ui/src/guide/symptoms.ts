import type { Screen } from '../types/Screen';
import type { Stage } from '../types/Stage';
import { BREAKS } from '../i18n/breaks';
import type { Symptom } from './content';

/** Where in the flow a symptom belongs; `other`: before it or after it. */
type SymptomStage = Stage | 'other';

/** In the order of the flow. */
const SYMPTOM_STAGES: readonly SymptomStage[] = ['prepare', 'download', 'install', 'verify', 'other'];

/** The stage of each screen. */
const STAGE_OF: Readonly<Record<Screen['id'], SymptomStage>> = {
  welcome: 'other',
  home: 'other',
  preparation: 'prepare',
  login: 'prepare',
  terms: 'prepare',
  'new-password': 'prepare',
  'portal-window': 'prepare',
  'login-code': 'prepare',
  offices: 'prepare',
  'take-over': 'prepare',
  certificates: 'download',
  'no-certificate': 'download',
  downloading: 'download',
  'other-kind': 'download',
  failed: 'download',
  'certificate-password': 'install',
  certificate: 'install',
  'hand-over': 'install',
  'settings-steps': 'install',
  installing: 'install',
  verify: 'verify',
  done: 'other',
};

/** Symptoms by the stage of the first screen on which each is likely. */
export function byStage(symptoms: readonly Symptom[]): { stage: SymptomStage; symptoms: readonly Symptom[] }[] {
  return SYMPTOM_STAGES.map((stage) => ({
    stage,
    symptoms: symptoms.filter((each) => stageOf(each) === stage),
  })).filter((group) => group.symptoms.length > 0);
}

/** Symptoms that say all the words that are looked for, those first that say them in their title. */
export function searched(symptoms: readonly Symptom[], text: string): readonly Symptom[] {
  const words = plain(text).split(' ').filter(Boolean);
  const says = (said: string) => words.every((word) => plain(said).includes(word));
  const found = symptoms.filter((each) => says(allOf(each)));
  return found.toSorted((one, other) => Number(says(other.title)) - Number(says(one.title)));
}

function stageOf({ screens }: Symptom): SymptomStage {
  const [first = ''] = screens;
  return first in STAGE_OF ? STAGE_OF[first as Screen['id']] : 'other';
}

function allOf({ title, answers }: Symptom): string {
  return [title, ...answers.flatMap((each) => [each.question ?? '', each.title, ...each.steps])].join(' ');
}

/** As one compares: half-width, small letters, hiragana; words with readings by both. */
function plain(text: string): string {
  const kanji = text.replace(/\{([^|}]*)\|[^}]*\}/g, '$1');
  const kana = text.replace(/\{[^|}]*\|([^}]*)\}/g, '$1');
  return (kanji === kana ? kanji : `${kanji} ${kana}`)
    .normalize('NFKC')
    .toLowerCase()
    .replace(BREAKS, '')
    .replace(/[*^~]/g, '')
    .replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60))
    .replace(/\s+/g, ' ');
}
