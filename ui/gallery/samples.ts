import {
  DAY,
  NOW,
  PAGE,
  QUESTION,
  at,
  due,
  dx,
  failure,
  helpDesk,
  iphone,
  login,
  newPasswordScreen,
  offices,
  over,
  practice,
  settings,
  settingsPage,
  summary,
  system,
  terms,
  verify,
  within,
  type Sample,
} from './views.ts';

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
