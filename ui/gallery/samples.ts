import type { AsideView } from '../src/lib/types/AsideView';
import type { CertificateSummary } from '../src/lib/types/CertificateSummary';
import type { Failure } from '../src/lib/types/Failure';
import type { PracticeOffice } from '../src/lib/types/PracticeOffice';
import type { Screen } from '../src/lib/types/Screen';
import type { Stage } from '../src/lib/types/Stage';
import type { SystemScreen } from '../src/lib/types/SystemScreen';
import type { View } from '../src/lib/types/View';

/** A View to look at. */
export interface Sample {
  view: View;
  /** Steps taken inside the page over the screen. */
  inside?: readonly string[];
  /** What happens on the screen after it was drawn: typing, a second View. */
  then?: (show: (view: View) => Promise<void>) => Promise<void>;
}

/** A symptom of the trouble tree that asks something, and a page of the guide. */
const QUESTION = 'login-wrong';
const PAGE = 'ios';

/** 2026-11-24 10:30 in Japan. */
export const NOW = Date.UTC(2026, 10, 24, 1, 30);
const DAY = 86_400_000;
const failure = (code: string, retryable = true, params: Failure['params'] = {}): Failure => ({
  code,
  params,
  retryable,
});

const summary: CertificateSummary = {
  kind: 'hoken',
  office: 'さくら訪問介護ステーション',
  subject: 'KaigoJigyousho',
  issuer: 'e-seikyu CA',
  notBefore: Date.UTC(2025, 3, 1),
  notAfter: Date.UTC(2028, 2, 31, 14, 59, 59),
  daysLeft: 493,
  fingerprint: '3f9a1c02b4d85e6790a1c2d3e4f5061728394a5b6c7d8e9f00112233445566aa',
  practice: false,
};
const dx: CertificateSummary = { ...summary, kind: 'dx', office: 'デイサービスひまわり', subject: 'CarePlanJigyousho' };
const due: CertificateSummary = { ...summary, notAfter: NOW + 41 * DAY, daysLeft: 41 };

const office: PracticeOffice = {
  id: 'both',
  name: '練習訪問介護ステーション',
  userId: 'KJ0000000000A1',
  loginPassword: 'rensyu01',
  certificatePassword: 'Rensyu-2026',
  kinds: ['dx', 'hoken'],
};
const offices: PracticeOffice[] = [
  office,
  { ...office, id: 'one', name: '練習デイサービス', userId: 'KJ0000000000B2', kinds: ['dx'] },
  { ...office, id: 'none', name: '練習ケアプランセンター', userId: 'KJ0000000000C3', kinds: [] },
];

const base: View = {
  revision: 1,
  now: NOW,
  screen: { id: 'welcome', failure: null },
  stage: null,
  platform: 'android',
  back: 'nowhere',
  question: null,
  aside: null,
  practice: null,
  system: null,
  appearance: { language: 'ja', theme: 'system', furigana: 'shown' },
  clockOff: null,
};
const practice = { phone: 'iphone', office } as const;

function at(stage: Stage | null, screen: Screen, more: Partial<View> = {}): Sample {
  return { view: { ...base, stage, screen, back: stage ? 'plain' : 'nowhere', ...more } };
}
const over = (aside: AsideView, more: Partial<View> = {}): Sample => ({ view: { ...base, aside, ...more } });
const within = (aside: AsideView, ...inside: string[]): Sample => ({ view: { ...base, aside }, inside });
const system = (screen: SystemScreen, more: Partial<View> = {}): Sample => ({
  view: { ...at('install', settings).view, platform: 'iphone', practice, system: screen, ...more },
});

const settings: Screen = {
  id: 'settings-steps',
  deadline: NOW + 462_000,
  expired: false,
  passwordAtHand: true,
  passwordIsMade: false,
  copied: false,
  canOpenSettings: false,
  canHandOverAgain: true,
};
const login: Screen = {
  id: 'login',
  userId: 'KJ1372000123A5',
  remember: false,
  failure: null,
  triesLeft: null,
  lockedUntil: null,
};
const terms: Screen = {
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
const newPasswordScreen: Screen = {
  id: 'new-password',
  rules: [],
  minLength: 8,
  maxLength: 16,
  failure: null,
  working: false,
};
const verify: Screen = {
  id: 'verify',
  summary,
  way: 'chooser',
  working: false,
  failure: null,
  proof: { id: 'handed-over' },
};
const helpDesk: Extract<AsideView, { id: 'help-desk' }> = {
  id: 'help-desk',
  from: 'settings-steps',
  code: 'hand-off-expired',
  hours: { open: true, changesAt: Date.UTC(2026, 10, 24, 8), uncertain: false },
  diagnosis: [
    { key: 'app', value: '0.1.0' },
    { key: 'system', value: 'iOS 26.1' },
    { key: 'screen', value: 'settings-steps' },
    { key: 'code', value: 'hand-off-expired' },
  ],
};
const settingsPage: AsideView = { id: 'settings', userIdKept: true, version: '0.1.0' };
const iphone: Partial<View> = { platform: 'iphone' };

function type(selector: string, text: string): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(`nothing answers to ${selector}`);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const newPassword = at('prepare', newPasswordScreen);
const password = at('install', { id: 'certificate-password', failure: null, oddities: [], working: false });

/** One for every screen and for every state that looks different, by name. */
export const samples: Record<string, Sample> = {
  welcome: at(null, { id: 'welcome', failure: null }),
  'welcome-store-damaged': at(null, { id: 'welcome', failure: failure('store-damaged', false) }),
  home: at(null, {
    id: 'home',
    certificates: [
      { slot: 'a', summary: due, proof: { id: 'said', at: NOW - 9 * DAY } },
      { slot: 'b', summary: dx, proof: { id: 'proven', by: 'signature', at: NOW - 4 * DAY } },
    ],
    primary: { id: 'renew', slot: 'a' },
    failure: null,
  }),
  'home-resume': at(null, { id: 'home', certificates: [], primary: { id: 'resume' }, failure: null }),
  'home-verify': at(null, {
    id: 'home',
    certificates: [{ slot: 'b', summary: dx, proof: { id: 'handed-over' } }],
    primary: { id: 'verify', slot: 'b' },
    failure: null,
  }),
  'home-well': at(null, {
    id: 'home',
    certificates: [{ slot: 'b', summary: dx, proof: { id: 'proven', by: 'probe', at: NOW - 4 * DAY } }],
    primary: { id: 'verify', slot: 'b' },
    failure: null,
  }),
  preparation: at('prepare', { id: 'preparation', obstacles: [{ id: 'no-screen-lock' }], blocked: false }),
  'preparation-several': at('prepare', {
    id: 'preparation',
    obstacles: [{ id: 'no-network' }, { id: 'wrong-clock', minutes: 47 }, { id: 'no-chrome' }],
    blocked: false,
  }),
  'preparation-blocked': at('prepare', {
    id: 'preparation',
    obstacles: [{ id: 'system-too-old', version: '12', needed: '13' }],
    blocked: true,
  }),
  login: at('prepare', login),
  'login-wrong': at('prepare', { ...login, failure: failure('portal-wrong-login'), triesLeft: 2 }),
  'login-last-try': at('prepare', { ...login, failure: failure('portal-wrong-login'), triesLeft: 1 }),
  'login-locked': at('prepare', {
    ...login,
    failure: failure('portal-locked', false),
    triesLeft: 0,
    lockedUntil: NOW + 30 * 60_000,
  }),
  'login-id-invalid': at('prepare', { ...login, userId: 'KJ137200', failure: failure('user-id-invalid') }),
  'login-expired': at('prepare', { ...login, failure: failure('hand-off-expired') }),
  'login-clock': at('prepare', login, { clockOff: 47 }),
  terms: at('prepare', terms),
  'terms-elsewhere': at('prepare', { ...terms, text: '', elsewhere: true, working: true }),
  'new-password': {
    view: newPassword.view,
    then: async () => {
      type('#new-password', 'sakura77');
      type('#new-password-again', 'saku');
    },
  },
  'new-password-refused': at('prepare', {
    ...newPasswordScreen,
    rules: ['英字と数字をそれぞれ1文字以上使用してください。', '過去に使用したパスワードは設定できません。'],
    failure: failure('portal-password-refused'),
  }),
  certificates: at('download', {
    id: 'certificates',
    choices: [
      { row: 0, kind: 'dx', label: '介護DX証明書', until: '2027年11月30日まで', usable: true },
      { row: 1, kind: 'hoken', label: '介護保険証明書', until: '2028年3月31日まで', usable: true },
    ],
    suggested: 0,
    offices: [],
  }),
  'certificates-office': at('download', {
    id: 'certificates',
    choices: [
      { row: 0, kind: 'dx', label: '介護DX証明書', until: '2027年11月30日まで', usable: true },
      { row: 1, kind: null, label: '障害者総合支援証明書', until: null, usable: false },
    ],
    suggested: 0,
    offices: [{ office: 'x', name: 'さくら訪問介護ステーション' }],
  }),
  'certificates-none': at('download', {
    id: 'certificates',
    choices: [{ row: 1, kind: null, label: '代理人証明書', until: null, usable: false }],
    suggested: null,
    offices: [],
  }),
  'no-certificate': at('download', { id: 'no-certificate', issuingPaused: false, looking: false }),
  'no-certificate-paused': at('download', { id: 'no-certificate', issuingPaused: true, looking: true }),
  downloading: at('download', { id: 'downloading', at: 'fetching', slow: true }, { back: 'asks' }),
  'downloading-login': at('download', { id: 'downloading', at: 'logging-in', slow: false }, { back: 'asks' }),
  'failed-offline': at('download', {
    id: 'failed',
    failure: failure('portal-offline'),
    at: 'connection',
    browser: false,
  }),
  'failed-page': at('download', {
    id: 'failed',
    failure: failure('portal-unknown-page', true, { title: 'ワンタイムパスワード' }),
    at: 'portal',
    browser: true,
  }),
  'failed-file': at('download', {
    id: 'failed',
    failure: failure('certificate-not-pkcs12', true, { looks: 'html' }),
    at: 'file',
    browser: false,
  }),
  'failed-not-here': at('prepare', {
    id: 'failed',
    failure: failure('device-not-here', false),
    at: 'phone',
    browser: false,
  }),
  'certificate-password': password,
  'certificate-password-wrong': {
    view: password.view,
    then: async (show) => {
      type('#certificate-password', 'aB3dE5gHO ');
      await show({
        ...password.view,
        revision: 2,
        screen: {
          id: 'certificate-password',
          failure: failure('certificate-wrong-password'),
          oddities: [
            { at: 8, code: 'letter-o' },
            { at: 9, code: 'space' },
          ],
          working: false,
        },
      });
    },
  },
  'certificate-password-working': at('install', {
    id: 'certificate-password',
    failure: null,
    oddities: [],
    working: true,
  }),
  certificate: at(
    'install',
    { id: 'certificate', summary, findings: [], acceptable: true, working: false, failure: null },
    { back: 'asks' },
  ),
  'certificate-ios': at(
    'install',
    {
      id: 'certificate',
      summary: { ...summary, office: '' },
      findings: [{ code: 'expires-soon', refuses: false, params: { days: '41' } }],
      acceptable: true,
      working: false,
      failure: null,
    },
    { ...iphone, back: 'asks' },
  ),
  'certificate-refused': at(
    'install',
    {
      id: 'certificate',
      summary: { ...summary, subject: 'Dairinin', notAfter: NOW - 3 * DAY, daysLeft: -3 },
      findings: [
        { code: 'wrong-subject', refuses: true, params: { subject: 'Dairinin' } },
        { code: 'expired', refuses: true, params: {} },
      ],
      acceptable: false,
      working: false,
      failure: null,
    },
    { back: 'asks' },
  ),
  'certificate-canceled': at(
    'install',
    {
      id: 'certificate',
      summary,
      findings: [],
      acceptable: true,
      working: false,
      failure: failure('installer-canceled'),
    },
    { back: 'asks' },
  ),
  'hand-over': at(
    'install',
    { id: 'hand-over', fetched: false, slow: false, failure: null },
    { ...iphone, back: 'asks' },
  ),
  'hand-over-slow': at(
    'install',
    { id: 'hand-over', fetched: false, slow: true, failure: null },
    { ...iphone, back: 'asks' },
  ),
  'hand-over-fetched': at(
    'install',
    { id: 'hand-over', fetched: true, slow: false, failure: null },
    { ...iphone, back: 'asks' },
  ),
  'settings-steps': at('install', settings, { ...iphone, back: 'asks' }),
  'settings-steps-practice': at(
    'install',
    { ...settings, passwordIsMade: true, copied: true, canOpenSettings: true },
    { ...iphone, back: 'asks', practice },
  ),
  'settings-steps-expired': at(
    'install',
    { ...settings, expired: true, passwordAtHand: false, canHandOverAgain: false },
    { ...iphone, back: 'asks' },
  ),
  installing: at('install', { id: 'installing', summary }, { back: 'asks' }),
  verify: at('verify', verify),
  'verify-ios': at('verify', { ...verify, way: 'probe', proof: { id: 'said', at: NOW } }, iphone),
  'verify-look': at('verify', { ...verify, way: 'look', proof: { id: 'said', at: NOW } }, iphone),
  'verify-working': at('verify', { ...verify, working: true }),
  'verify-not-installed': at('verify', { ...verify, failure: failure('verify-not-installed') }),
  'verify-denied': at('verify', { ...verify, failure: failure('verify-denied') }),
  done: at(
    'verify',
    { id: 'done', summary, proof: { id: 'proven', by: 'signature', at: NOW }, service: true, failure: null },
    { back: 'nowhere' },
  ),
  'done-said': at(
    'verify',
    { id: 'done', summary: { ...dx, office: '' }, proof: { id: 'said', at: NOW }, service: false, failure: null },
    { ...iphone, back: 'nowhere' },
  ),
  'done-handed-over': at(
    'verify',
    { id: 'done', summary, proof: { id: 'handed-over' }, service: false, failure: null },
    { back: 'nowhere' },
  ),
  'practice-login': at('prepare', { ...login, userId: '' }, { practice }),
  'practice-certificate-password': { view: { ...password.view, practice } },
  'practice-done': at(
    'verify',
    {
      id: 'done',
      summary: { ...summary, practice: true },
      proof: { id: 'proven', by: 'probe', at: NOW },
      service: true,
      failure: null,
    },
    { ...iphone, back: 'nowhere', practice },
  ),
  'aside-trouble': over({ id: 'trouble', from: 'settings-steps', code: null }, iphone),
  'aside-trouble-code': over({ id: 'trouble', from: 'certificate-password', code: 'certificate-wrong-password' }),
  'aside-help-desk': over(helpDesk, iphone),
  'aside-help-desk-closed': over({
    ...helpDesk,
    hours: { open: false, changesAt: Date.UTC(2026, 10, 25, 1), uncertain: false },
  }),
  'aside-help-desk-uncertain': over({
    ...helpDesk,
    hours: { ...helpDesk.hours, uncertain: true },
    diagnosis: [
      ...helpDesk.diagnosis,
      { key: 'realm', value: 'practice' },
      { key: 'certificate', value: 'dx' },
      { key: 'until', value: '2028-03-31T14:59:59Z' },
      { key: 'proof', value: 'said' },
      { key: 'clock', value: '47' },
      { key: 'page', value: 'html\n body\n  form\n   label\n   input name=otp' },
    ],
  }),
  'aside-guide': over({ id: 'guide', page: null }),
  'aside-guide-corrections': over({ id: 'guide', page: 'corrections' }),
  'aside-trouble-question': within({ id: 'trouble', from: 'login', code: null }, QUESTION),
  'aside-trouble-answer': within({ id: 'trouble', from: 'login', code: null }, QUESTION, '0'),
  'aside-guide-page': over({ id: 'guide', page: PAGE }, iphone),
  'aside-settings-language': within(settingsPage, 'language'),
  'aside-settings-theme': within(settingsPage, 'theme'),
  'aside-settings-forget': within(settingsPage, 'forget-records'),
  'aside-settings': over(settingsPage),
  'aside-pc-card': over({ id: 'pc-card' }),
  'aside-practice': over({ id: 'practice', offices, thisPhone: false, starting: false, failure: null }),
  'aside-practice-this-phone': over({
    id: 'practice',
    offices,
    thisPhone: true,
    starting: true,
    failure: failure('practice-servers'),
  }),
  'aside-about': over({
    id: 'about',
    publisher: 'Shomei Navi contributors',
    version: '0.1.0',
    portalHost: 'www.e-seikyuu.jp',
  }),
  'question-leave-download': at(
    'download',
    { id: 'downloading', at: 'fetching', slow: false },
    { back: 'asks', question: 'leave-download' },
  ),
  'question-leave-certificate': at('install', password.view.screen, { back: 'asks', question: 'leave-certificate' }),
  'question-leave-hand-over': at('install', settings, { ...iphone, back: 'asks', question: 'leave-hand-over' }),
  'question-leave-practice': at('prepare', login, { practice, question: 'leave-practice' }),
  'system-android-kind': system({ id: 'android-kind' }, { screen: { id: 'installing', summary }, platform: 'android' }),
  'system-android-name': system(
    { id: 'android-name', name: 'kaigo-dx-3f9a1c02' },
    { screen: { id: 'installing', summary }, platform: 'android' },
  ),
  'system-android-chooser': system(
    { id: 'android-chooser', aliases: ['kaigo-dx-3f9a1c02', 'kaigo-hoken-77b1aa00'] },
    { screen: verify, platform: 'android' },
  ),
  'system-safari-page': system({
    id: 'safari-page',
    url: 'http://127.0.0.1:49152/0f8e7d6c5b4a39281706f5e4d3c2b1a0/',
    heading: 'プロファイルを受け取ります。',
    sentences: ['下のボタンを押してください。', 'つぎに「許可」を押し、「閉じる」を押します。'],
    button: '受け取る',
  }),
  'system-safari-allow': system({ id: 'safari-allow' }),
  'system-safari-downloaded': system({ id: 'safari-downloaded' }),
  'system-safari-chooser': system({ id: 'safari-chooser', names: ['介護保険証明書'] }),
  'system-settings-root': system({ id: 'settings-root', waiting: true }),
  'system-settings-root-empty': system({ id: 'settings-root', waiting: false }),
  'system-settings-profile': system({
    id: 'settings-profile',
    name: '練習 訪問介護ステーション 介護保険証明書 2028年3月31日',
    organization: 'Shomei Navi contributors',
    description: '介護の電子証明書を、このスマホに入れます。',
  }),
  'system-settings-passcode': system({ id: 'settings-passcode' }),
  'system-settings-unsigned': system({ id: 'settings-unsigned' }),
  'system-settings-password': system({ id: 'settings-password', wrong: false }),
  'system-settings-password-wrong': system(
    { id: 'settings-password', wrong: true },
    { screen: { ...settings, passwordIsMade: true } },
  ),
  'system-settings-installed': system({ id: 'settings-installed' }),
};
