import type { PlainKey } from '../i18n/messages';

/** What to do when a phone is lost, in its order, on the page and on paper. */
export const LOST_PHONE_TASKS: readonly { key: PlainKey; note: PlainKey }[] = [
  { key: 'lost_1', note: 'lost_1_note' },
  { key: 'lost_2', note: 'lost_2_note' },
  { key: 'lost_3', note: 'lost_3_note' },
  { key: 'lost_4', note: 'lost_4_note' },
  { key: 'lost_5', note: 'lost_5_note' },
  { key: 'lost_6', note: 'lost_6_note' },
];
