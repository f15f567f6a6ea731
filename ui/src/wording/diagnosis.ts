import { day } from '../i18n/format';
import { has, pieces, plain, type Piece } from '../i18n/messages';
import type { DiagnosisLine } from '../types/DiagnosisLine';

/** A line of the diagnosis sheet as it is shown and copied. */
export interface DiagnosisWords {
  key: string;
  name: readonly Piece[];
  value: readonly Piece[];
}

/** The lines in words; what has no words stands as it is. */
export function diagnosisWords(lines: readonly DiagnosisLine[]): DiagnosisWords[] {
  return lines.map(({ key, value }) => ({
    key,
    name: wordsOf(`diagnosis_${key}`) ?? asItIs(key),
    value: valueWords(key, value),
  }));
}

/** The sheet as one text, to be pasted into a mail. */
export function diagnosisText(lines: readonly DiagnosisLine[]): string {
  return diagnosisWords(lines)
    .map(({ name, value }) => [plain(name), plain(value)] as const)
    .map(([name, value]) => (value.includes('\n') ? `${name}:\n${value}` : `${name}: ${value}`))
    .join('\n');
}

function valueWords(key: string, value: string): readonly Piece[] {
  const families: Readonly<Record<string, string>> = { screen: `screen_${value}`, certificate: `kind_${value}` };
  const words = wordsOf(families[key] ?? `diagnosis_${key}_${value}`);
  if (words) return words;
  if (key === 'clock') return pieces('diagnosis_clock_minutes', { minutes: value });
  const until = key === 'until' ? Date.parse(value) : NaN;
  return Number.isNaN(until) ? asItIs(value) : pieces('certificate_until_day', { day: day(until) });
}

function wordsOf(key: string): readonly Piece[] | undefined {
  return has(key) ? pieces(key) : undefined;
}

function asItIs(text: string): readonly Piece[] {
  return [{ kind: 'text', text, strong: false }];
}
