import { day, timeOfDay } from '../i18n/format';
import { message } from '../i18n/messages';
import { plainPiece, type Piece } from '../i18n/pieces';
import type { Translator } from '../i18n/translation';
import type { DiagnosisLine } from '../types/DiagnosisLine';
import { errorNumber } from './error-number';

/** A line of the diagnosis sheet as it is shown and copied. */
export interface DiagnosisWords {
  key: string;
  name: readonly Piece[];
  value: readonly Piece[];
}

/**
 * The lines in words; what has no words stands as it is. Behind a failure's number stands what the screen said of it: the
 * help desk of the portal does not know the number.
 */
export function diagnosisWords(translator: Translator, lines: readonly DiagnosisLine[]): DiagnosisWords[] {
  return lines.flatMap(({ key, value }) => {
    const line = {
      key,
      name: wordsOf(translator, `diagnosis_${key}`) ?? plainPiece(key),
      value: valueWords(translator, key, value),
    };
    const said = key === 'code' ? wordsOf(translator, `failure_${value}_what`) : undefined;
    return said ? [line, { key: 'said', name: translator.pieces('diagnosis_said'), value: said }] : [line];
  });
}

/** The sheet as one text, to be pasted into a mail. */
export function diagnosisText(translator: Translator, lines: readonly DiagnosisLine[]): string {
  return diagnosisWords(translator, lines)
    .map(({ name, value }) => [translator.plain(name), translator.plain(value)] as const)
    .map(([name, value]) => (value.includes('\n') ? `${name}:\n${value}` : `${name}: ${value}`))
    .join('\n');
}

function valueWords(translator: Translator, key: string, value: string): readonly Piece[] {
  const families: Readonly<Record<string, string>> = { screen: `screen_${value}`, certificate: `kind_${value}` };
  const words = wordsOf(translator, families[key] ?? `diagnosis_${key}_${value}`);
  if (words) return words;
  if (key === 'code') return plainPiece(`${errorNumber(value)} (${value})`);
  if (key === 'time' && !Number.isNaN(Date.parse(value))) {
    return [...day(translator, Date.parse(value)), ...plainPiece(' '), ...timeOfDay(translator, Date.parse(value))];
  }
  if (key === 'clock') return translator.pieces(message('diagnosis_clock_minutes', { minutes: value }));
  const until = key === 'until' ? Date.parse(value) : NaN;
  if (Number.isNaN(until)) return plainPiece(value);
  return translator.pieces(message('certificate_until_day', { day: day(translator, until) }));
}

function wordsOf(translator: Translator, key: string): readonly Piece[] | undefined {
  const found = translator.find(key);
  return found && translator.pieces(found);
}
