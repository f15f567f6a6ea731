import { message } from './messages';
import type { Piece } from './pieces';
import { withReadings } from './readings';
import type { Translator } from './translation';

/** A date or a time as it is drawn: with readings where the language has them. */
export type Words = readonly Piece[];

/** The portal, its offices and its help desk keep Japan's time wherever the phone is. */
const timeZone = 'Asia/Tokyo';
/** Japan's offset from UTC in minutes; it has no summer time. */
const OFFSET = 9 * 60;
const MINUTE = 60_000;

/** A day, like 2028年3月31日 or 31 March 2028. */
export function day(translator: Translator, milliseconds: number): Words {
  return words(
    translator,
    formatter(translator, { year: 'numeric', month: 'long', day: 'numeric' }).format(milliseconds),
  );
}

/** Makes what the first date needs before somebody waits for it. */
export function prepareDates(translator: Translator): void {
  day(translator, 0);
}

/** A day of this year, like 11月20日. */
export function shortDay(translator: Translator, milliseconds: number): Words {
  return words(translator, formatter(translator, { month: 'long', day: 'numeric' }).format(milliseconds));
}

/** A day with its day of the week, like 11月25日(水). */
export function weekday(translator: Translator, milliseconds: number): Words {
  return words(
    translator,
    formatter(translator, { month: 'long', day: 'numeric', weekday: 'short' }).format(milliseconds),
  );
}

/** A day of any month, like 10日 or 10th. */
export function dayOfMonth(translator: Translator, count: number): Words {
  return words(translator, translator.label(message('month_day', { nth: count })));
}

/** Names one after another, like A、B. */
export function list(translator: Translator, names: readonly string[]): string {
  return new Intl.ListFormat(translator.locale, { type: 'conjunction' }).format(names);
}

/** A time of day on a 12-hour clock, like 午後3時20分 or 3:20 pm. */
export function timeOfDay(translator: Translator, milliseconds: number): Words {
  const parts = formatter(translator, { hour: 'numeric', minute: 'numeric', hour12: true }).formatToParts(milliseconds);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const minute = Number(part('minute'));
  const given = { half: part('dayPeriod'), hour: part('hour') };
  if (minute === 0) return words(translator, translator.label(message('time_of_hour', given)));
  const shown = translator.language === 'en' ? String(minute).padStart(2, '0') : minute;
  return words(translator, translator.label(message('time_of_day', { ...given, minute: shown })));
}

/** The time so many minutes after midnight in Japan. */
export function timeAfterMidnight(translator: Translator, minutes: number): Words {
  return timeOfDay(translator, (minutes - OFFSET) * MINUTE);
}

/** Time left, like 7分42秒; never negative. */
export function timeLeft(translator: Translator, milliseconds: number): Words {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const given = { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') };
  return words(translator, translator.label(message('time_left', given)));
}

/** A fingerprint in groups of four, so that it can be compared by eye. */
export function inGroups(hexadecimal: string): string {
  return hexadecimal.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** A particle stays with the time that it follows. */
function words(translator: Translator, text: string): Words {
  const { language } = translator;
  if (language === 'en') return translator.parse(text);
  return translator.parse(`${language === 'ja-easy' ? withReadings(text) : text}\u2060`);
}

/** By language and options: to make one takes longer than to draw the rest of a line. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter({ locale }: Translator, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = JSON.stringify([locale, options]);
  const found = formatters.get(name) ?? new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formatters.set(name, found);
  return found;
}
