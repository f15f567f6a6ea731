import type { AsideView } from '../src/types/AsideView';
import type { CertificateSummary } from '../src/types/CertificateSummary';
import type { Hurdle } from '../src/types/Hurdle';
import type { Failure } from '../src/types/Failure';
import type { Figures } from '../src/types/Figures';
import type { PracticeOffice } from '../src/types/PracticeOffice';
import type { ScreenOf } from '../src/session/view-types';
import type { Screen } from '../src/types/Screen';
import type { Stage } from '../src/types/Stage';
import type { SystemScreen } from '../src/types/SystemScreen';
import type { View } from '../src/types/View';

/** A View to look at. */
export interface Sample {
  view: View;
  /** Steps taken inside the page over the screen. */
  inside?: readonly string[];
  /** Names a state that its View does not show. */
  apart?: string;
  /** QR codes that every picture holds. */
  codes?: number;
  /** What happens on the screen after it was drawn: typing, a second View. */
  then?: (show: (view: View) => Promise<void>) => Promise<void>;
}

/* What the samples are made of. */

/** A symptom of the trouble tree that asks something, and a page of the guide. */
export const QUESTION = 'login-wrong';
export const PAGE = 'ios';

/** 2026-11-24 10:30 in Japan. */
export const NOW = Date.UTC(2026, 10, 24, 1, 30);
export const DAY = 86_400_000;
export const failure = (code: string, retryable = true, params: Failure['params'] = {}): Failure => ({
  code,
  params,
  retryable,
});

export const summary: CertificateSummary = {
  kind: 'hoken',
  office: 'さくら訪問介護ステーション',
  subject: 'KaigoJigyousho',
  issuer: 'e-seikyu CA',
  notBefore: Date.UTC(2025, 3, 1),
  notAfter: Date.UTC(2028, 2, 31, 14, 59, 59),
  daysLeft: 493,
  due: false,
  fingerprint: '3f9a1c02b4d85e6790a1c2d3e4f5061728394a5b6c7d8e9f00112233445566aa',
  practice: false,
};
export const dx: CertificateSummary = {
  ...summary,
  kind: 'dx',
  office: 'デイサービスひまわり',
  subject: 'CarePlanJigyousho',
};
export const due: CertificateSummary = { ...summary, notAfter: NOW + 41 * DAY, daysLeft: 41, due: true };

export const office: PracticeOffice = {
  id: 'both',
  name: '練習訪問介護ステーション',
  userId: 'KJ0000000000A1',
  loginPassword: 'rensyu01',
  certificatePassword: 'Rensyu-2026',
  kinds: ['dx', 'hoken'],
};
export const offices: PracticeOffice[] = [
  office,
  { ...office, id: 'one', name: '練習デイサービス', userId: 'KJ0000000000B2', kinds: ['dx'] },
  { ...office, id: 'none', name: '練習ケアプランセンター', userId: 'KJ0000000000C3', kinds: [] },
];

/** Rust's figures. */
export const figures: Figures = {
  userIdLength: 14,
  passwordMin: 8,
  passwordMax: 16,
  tries: 3,
  lockMinutes: 30,
  profileMinutes: 8,
  dueDays: 90,
  officeNameLength: 40,
  pauseFrom: 90,
  pauseUntil: 390,
  helpDeskPhone: '0570-059-402',
  helpDeskMail: 'mail-kaigo@support-e-seikyuu.jp',
};

export const base: View = {
  revision: 1,
  now: NOW,
  screen: { id: 'welcome', failure: null },
  stage: null,
  platform: 'android',
  vendor: 'pixel',
  back: 'nowhere',
  question: null,
  aside: null,
  door: null,
  practice: null,
  kind: null,
  figures,
  system: null,
  appearance: { language: 'ja', theme: 'system', furigana: 'shown' },
  clockOff: null,
};
export const practice = { phone: 'iphone', office } as const;

export function at(stage: Stage | null, screen: Screen, more: Partial<View> = {}): Sample {
  const kind = 'summary' in screen ? screen.summary.kind : null;
  return { view: { ...base, stage, screen, kind, back: stage ? 'plain' : 'nowhere', ...more } };
}
export const over = (aside: AsideView, more: Partial<View> = {}): Sample => ({ view: { ...base, aside, ...more } });
export const within = (aside: AsideView, ...inside: string[]): Sample => ({ view: { ...base, aside }, inside });
export const system = (screen: SystemScreen, more: Partial<View> = {}): Sample => ({
  view: { ...at('install', settings).view, platform: 'iphone', practice, system: screen, ...more },
});

export const settings: ScreenOf<'settings-steps'> = {
  id: 'settings-steps',
  deadline: NOW + 462_000,
  expired: false,
  passwordAtHand: true,
  passwordIsMade: false,
  revealed: false,
  copied: false,
  canOpenSettings: false,
  way: 'sheet',
  canHandOverAgain: true,
};
export const login: ScreenOf<'login'> = {
  id: 'login',
  userId: 'KJ1372000123A5',
  remember: false,
  failure: null,
  triesLeft: null,
  lockedUntil: null,
};
export const terms: ScreenOf<'terms'> = {
  id: 'terms',
  title: '電子請求受付システム 利用規約',
  text: Array.from(
    { length: 9 },
    (_, index) =>
      `第${index + 1}条 利用者は、本規約に同意したうえで、電子請求受付システムを利用するものとします。\n利用者は、ユーザIDおよびパスワードを自らの責任において管理するものとします。`,
  ).join('\n'),
  elsewhere: false,
  working: false,
};
export const newPasswordScreen: ScreenOf<'new-password'> = {
  id: 'new-password',
  rules: [],
  minLength: 8,
  maxLength: 16,
  failure: null,
  working: false,
};
export const verify: ScreenOf<'verify'> = {
  id: 'verify',
  summary,
  way: 'chooser',
  working: false,
  failure: null,
  proof: { id: 'handed-over' },
  absent: false,
  atHand: true,
};
export const helpDesk: Extract<AsideView, { id: 'help-desk' }> = {
  id: 'help-desk',
  from: 'settings-steps',
  code: 'hand-off-expired',
  hours: { open: true, changesAt: Date.UTC(2026, 10, 24, 8), uncertain: false },
  week: { longUntil: 10, longWeekday: [10, 19], longSaturday: [10, 17], weekday: [10, 17] },
  phone: figures.helpDeskPhone,
  mail: figures.helpDeskMail,
  unopened: null,
  diagnosis: [
    { key: 'app', value: '0.1.0' },
    { key: 'system', value: 'iOS 26.1' },
    { key: 'screen', value: 'settings-steps' },
    { key: 'code', value: 'hand-off-expired' },
  ],
};
export const settingsPage: AsideView = { id: 'settings', userIdKept: true, version: '0.1.0' };
export const iphone: Partial<View> = { platform: 'iphone', kind: 'hoken' };
export const ipad: Partial<View> = { platform: 'ipad', kind: 'hoken' };
export const handOver: ScreenOf<'hand-over'> = {
  id: 'hand-over',
  way: 'sheet',
  stage: 'open',
  atHand: true,
  canOpenFiles: false,
  failure: null,
};
export const hurdle = (page: Hurdle): AsideView => ({
  id: 'hurdle',
  page,
  again: page === 'no-entry' || page === 'expired',
  way: 'sheet',
  atHand: page !== 'expired',
  passwordAtHand: true,
});
