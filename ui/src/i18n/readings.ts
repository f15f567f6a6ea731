import table from './readings.json';

type Readings = Readonly<Record<string, string>>;

const units: Readings = table.units;
/** Days with a reading of their own, number and all. */
const whole: Readings = table.whole;
/** A unit that is read otherwise after some last digits. */
const endings: Readings = table.endings;
const words: Readings = table.words;
const weekdays: Readings = table.weekdays;

const any = (readings: Readings) => Object.keys(readings).join('|');
const WRITTEN = new RegExp(`(\\d+)(${any(units)})|(${any(words)})|\\((${any(weekdays)})\\)`, 'g');

/** Browsers break beside a word with a reading, whatever stands there. */
const TOGETHER = '\u2060';

/** A date or a time in Japanese with the readings of its kanji, in the markup of messages. */
export function withReadings(text: string): string {
  return text.replace(WRITTEN, (found, number?: string, unit?: string, word?: string, weekday?: string) => {
    const all = whole[found] ?? words[found];
    if (all) return together('', found, all);
    if (number && unit) return together(number, unit, endings[number.slice(-1) + unit] ?? units[unit] ?? '');
    return weekday && word === undefined ? together('(', weekday, weekdays[weekday] ?? '', ')') : found;
  });
}

/**
 * How a unit is read after a number of it: さんぷん, みっか. `whole`: the reading is the number's too. Nothing where the
 * written reading holds. One day that is counted is いちにち, not the first of a month.
 */
export function countedReading(number: string, unit: string): { reading: string; whole: boolean } | undefined {
  const all = whole[number + unit];
  if (all !== undefined && number !== '1') return { reading: all, whole: true };
  const ending = endings[number.slice(-1) + unit];
  const reading = ending ?? (varying(unit) ? units[unit] : undefined);
  return reading === undefined ? undefined : { reading, whole: false };
}

/** A unit that is read otherwise after some numbers. */
const varying = (unit: string) => unit !== '' && Object.keys(endings).some((each) => each.endsWith(unit));

function together(before: string, kanji: string, reading: string, after = ''): string {
  return [before, `{${kanji}|${reading}}`, after].join(TOGETHER);
}
