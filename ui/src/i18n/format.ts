import { chosenLanguage, parseMessage, label, locale, ordinal, type Piece } from './messages';
import { withReadings } from './readings';

/** A date or a time as it is drawn: with readings where the language has them. */
export type Words = readonly Piece[];

/** The portal, its offices and its help desk keep Japan's time wherever the phone is. */
const timeZone = 'Asia/Tokyo';
/** Japan's offset from UTC in minutes; it has no summer time. */
const OFFSET = 9 * 60;
const MINUTE = 60_000;

/** A day, like 2028年3月31日 or 31 March 2028. */
export function day(milliseconds: number): Words {
  return words(formatter({ year: 'numeric', month: 'long', day: 'numeric' }).format(milliseconds));
}

/** A day of this year, like 11月20日. */
export function shortDay(milliseconds: number): Words {
  return words(formatter({ month: 'long', day: 'numeric' }).format(milliseconds));
}

/** A day with its day of the week, like 11月25日(水). */
export function weekday(milliseconds: number): Words {
  return words(formatter({ month: 'long', day: 'numeric', weekday: 'short' }).format(milliseconds));
}

/** A day of any month, like 10日 or 10th. */
export function dayOfMonth(count: number): Words {
  return words(label(ordinal('month_day', count), { count }));
}

/** Names one after another, like A、B. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(names);
}

/** A time of day on a 12-hour clock, like 午後3時20分 or 3:20 pm. */
export function timeOfDay(milliseconds: number): Words {
  const parts = formatter({ hour: 'numeric', minute: 'numeric', hour12: true }).formatToParts(milliseconds);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  const minute = Number(part('minute'));
  return words(
    label(minute === 0 ? 'time_of_hour' : 'time_of_day', {
      half: part('dayPeriod'),
      hour: part('hour'),
      minute: chosenLanguage() === 'en' ? String(minute).padStart(2, '0') : minute,
    }),
  );
}

/** The time so many minutes after midnight in Japan. */
export function timeAfterMidnight(minutes: number): Words {
  return timeOfDay((minutes - OFFSET) * MINUTE);
}

/** Time left, like 7分42秒; never negative. */
export function timeLeft(milliseconds: number): Words {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return words(
    label('time_left', { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') }),
  );
}

/** A fingerprint in groups of four, so that it can be compared by eye. */
export function inGroups(hexadecimal: string): string {
  return hexadecimal.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** A particle stays with the time that it follows. */
function words(text: string): Words {
  if (chosenLanguage() === 'en') return parseMessage(text);
  return parseMessage(`${chosenLanguage() === 'ja-easy' ? withReadings(text) : text}\u2060`);
}

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale(), { timeZone, ...options });
}
