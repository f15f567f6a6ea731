import type { PlainKey } from '../i18n/messages';

/** A part of 「パソコンでやること」. */
export interface PcPart {
  title: PlainKey;
  tasks: readonly { key: PlainKey; note?: PlainKey }[];
}

/** What only a computer can do, on the page and on paper. */
export const PC_PARTS: readonly PcPart[] = [
  {
    title: 'pc_card_apply',
    tasks: [
      { key: 'pc_card_apply_1', note: 'pc_card_apply_1_note' },
      { key: 'pc_card_apply_2', note: 'pc_card_apply_2_note' },
      { key: 'pc_card_apply_3', note: 'pc_card_apply_3_note' },
      { key: 'pc_card_apply_4', note: 'pc_card_apply_4_note' },
      { key: 'pc_card_apply_5', note: 'pc_card_apply_5_note' },
      { key: 'pc_card_apply_6', note: 'pc_card_apply_6_note' },
    ],
  },
  {
    title: 'pc_card_password',
    tasks: [
      { key: 'pc_card_password_1', note: 'pc_card_password_1_note' },
      { key: 'pc_card_password_2' },
      { key: 'pc_card_password_3', note: 'pc_card_password_3_note' },
      { key: 'pc_card_password_4', note: 'pc_card_password_4_note' },
    ],
  },
  { title: 'pc_card_login', tasks: [{ key: 'pc_card_login_1', note: 'pc_card_login_1_note' }] },
];
