import { day } from './format';
import { has, label } from './messages';
import type { DiagnosisLine } from './types/DiagnosisLine';

/** A line of the diagnosis sheet as it is shown and copied. */
export interface DiagnosisWords {
  key: string;
  name: string;
  value: string;
}

/** The lines in words; a value without words stands as it is. */
export function diagnosisWords(lines: readonly DiagnosisLine[]): DiagnosisWords[] {
  return lines.map(({ key, value }) => {
    const name = `diagnosis_${key}`;
    return { key, name: has(name) ? label(name) : key, value: valueWords(key, value) };
  });
}

/** The sheet as one text, to be pasted into a mail. */
export function diagnosisText(lines: readonly DiagnosisLine[]): string {
  return diagnosisWords(lines)
    .map(({ name, value }) => (value.includes('\n') ? `${name}:\n${value}` : `${name}: ${value}`))
    .join('\n');
}

function valueWords(key: string, value: string): string {
  const words =
    key === 'screen' ? `screen_${value}` : key === 'certificate' ? `kind_${value}` : `diagnosis_${key}_${value}`;
  if (has(words)) return label(words);
  if (key === 'clock') return label('diagnosis_clock_minutes', { minutes: value });
  const until = key === 'until' ? Date.parse(value) : NaN;
  return Number.isNaN(until) ? value : label('certificate_until_day', { day: day(until) });
}
