import type { PlainKey } from '../i18n/messages';

/** A part of a page that tells what the app does: its title and its sentences. */
export interface Told {
  title: PlainKey;
  sentences: readonly PlainKey[];
  /** Only where the publisher has a probe. */
  probe?: true;
}

/** The privacy page; `docs/privacy.md` says the same. */
export const PRIVACY: readonly Told[] = [
  {
    title: 'privacy_typed',
    sentences: ['privacy_typed_client', 'privacy_typed_window', 'privacy_typed_certificate'],
  },
  {
    title: 'privacy_kept',
    sentences: [
      'privacy_kept_records',
      'privacy_kept_id',
      'privacy_kept_secrets',
      'privacy_kept_file',
      'privacy_kept_reminders',
      'privacy_kept_window',
    ],
  },
  {
    title: 'privacy_leaves',
    sentences: ['privacy_leaves_none', 'privacy_leaves_never', 'privacy_leaves_report', 'privacy_leaves_camera'],
  },
  { title: 'privacy_probe', sentences: ['privacy_probe_text'], probe: true },
];

/** What a facility's manager reads before the list of hosts, and after it. */
export const MANAGER: readonly [before: readonly Told[], after: readonly Told[]] = [
  [
    { title: 'manager_does', sentences: ['manager_does_download', 'manager_does_check', 'manager_does_install'] },
    { title: 'manager_not', sentences: ['manager_not_apply', 'manager_not_store', 'manager_not_official'] },
  ],
  [
    {
      title: 'manager_before',
      sentences: ['manager_before_rules', 'manager_before_lock', 'manager_before_list', 'manager_before_terms'],
    },
  ],
];

/** The help desk's inquiry page, the one address beside the portal's that the app opens. */
export const INQUIRY_HOST = 'www.kaigo-kiban-portal.jp';
