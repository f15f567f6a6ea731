import type { Key } from '../../src/i18n/catalogue';
import { message, type Message } from '../../src/i18n/messages';
import type { FailureCode, FindingCode, PasswordHintCode, UserIdHint } from '../../src/wording/codes';

/* What must not compile. svelte-check reads this file: an expected error that is none is an error itself. */

/** Every code that Rust can send has its words. A code without any does not compile. */
type WordsOfCodes =
  | `failure_${FailureCode}_${'what' | 'kept' | 'todo'}`
  | `finding_${FindingCode}`
  | `password_hint_${PasswordHintCode}`
  | `user_id_${UserIdHint}`;
export const allHaveWords = (key: WordsOfCodes): Key => key;

// @ts-expect-error A code without words.
export const wordless = (key: WordsOfCodes | 'failure_made-up_what'): Key => key;

export const complete: Message[] = [
  'app_name',
  message('certificate_due', { count: 41 }),
  message('help_desk_lead_closed', { day: '1', time: '2' }),
];

export const wrong: Message[] = [
  // @ts-expect-error It names something and is not given it.
  'certificate_due',
  // @ts-expect-error One of its two parameters is missing.
  message('help_desk_lead_closed', { day: '1' }),
  // @ts-expect-error It counts: no text.
  message('certificate_due', { count: '41' }),
  // @ts-expect-error There is no such parameter.
  message('certificate_due', { count: 41, days: 41 }),
  // @ts-expect-error There is no such message.
  'made_up',
  // @ts-expect-error Made by hand, so nobody has seen what is missing.
  { key: 'certificate_due', params: {} },
];
