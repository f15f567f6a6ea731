import type { IconName } from '../icons/icons';
import type { Message } from '../i18n/messages';
import type { Piece } from '../i18n/pieces';
import type { ViewClient } from '../session/view-client.svelte';
import type { Overlay } from '../types/Overlay';

/** A row that is pressed. */
export type MenuRow = {
  /** None: the words begin where the row does. */
  icon?: IconName;
  note?: Message | readonly Piece[] | undefined;
  /** What is set at present; it stands where the arrow would. */
  value?: Message;
  valueText?: string;
  onpress: () => void;
  testid: string;
} & ({ key: Message } | { /** Words that stand in no catalogue, written as one is. */ text: string });

type Opens = Pick<MenuRow, 'note'> & { icon: IconName; key: Message };

/** How a page over the screen is offered, wherever it is; the first screens offer each of them. */
const PAGES = {
  scan: { icon: 'qr', key: 'welcome_scan' },
  browser: { icon: 'outside', key: 'welcome_browser', note: 'welcome_browser_note' },
  practice: { icon: 'practice', key: 'practice_open', note: 'practice_open_note' },
  'facility-card': { icon: 'mobile', key: 'home_next_phone' },
  'new-phone': { icon: 'again', key: 'new_phone_open' },
  'lost-phone': { icon: 'warning', key: 'lost_phone_open' },
  reminders: { icon: 'clock', key: 'reminders_open' },
  records: { icon: 'file', key: 'records_open' },
  guide: { icon: 'guide', key: 'guide_open' },
  troubleshooting: { icon: 'help', key: 'help' },
  settings: { icon: 'settings', key: 'settings_open' },
  about: { icon: 'info', key: 'about_open' },
} as const satisfies Partial<Record<Overlay, Opens>>;

/** Where the user is told before a certificate ends; nothing where this phone cannot. */
export function remindersRow(client: ViewClient): readonly MenuRow[] {
  const state = client.view?.reminders;
  return state ? [opens(client, 'reminders', { value: `reminders_state_${state}` })] : [];
}

/** A row that opens a page, with what is said otherwise here. */
export function opens(
  client: ViewClient,
  page: keyof typeof PAGES,
  otherwise: Partial<Pick<MenuRow, 'note' | 'value' | 'valueText' | 'testid'> & { key: Message }> = {},
): MenuRow {
  return {
    ...PAGES[page],
    testid: `open-${page}`,
    onpress: () => void client.send({ id: 'open', page }),
    ...otherwise,
  };
}
