import type { CertificateSummary } from '../src/types/CertificateSummary';
import type { View } from '../src/types/View';
import { withCamera } from './camera.ts';
import { until, type Sample } from './sample.ts';
import { reachedNames, reachedView, type ReachedName } from './views.ts';

const within = (name: ReachedName, ...inside: string[]): Sample => ({ view: reachedView(name), inside });
const apart = (name: ReachedName, state: string): Sample => ({ view: reachedView(name), apart: state });

/** Nobody publishes it yet, as `publisher.toml` says today. */
const TRIAL = { name: '証明書ナビ（試作版：公開元はまだ決まっていません）', contact: '', trial: true };

/** A symptom of the trouble tree that asks something. */
const QUESTION = 'login-wrong';

const CAMERA = {
  running: '[data-testid=finder]',
  notice: '[data-shown] [role=alert] .notice',
  waiting: '[data-main][aria-disabled]',
  torch: '[data-testid=torch]',
};

/** What no View shows: places inside a page, a camera, what was typed or opened. */
const insidePages: Record<string, Sample> = {
  'new-password': {
    view: reachedView('new-password'),
    act: async () => {
      type('#new-password', 'sakura77');
      type('#new-password-again', 'saku');
    },
  },
  'certificate-password-wrong': {
    view: reachedView('certificate-password'),
    act: async (show) => {
      type('#certificate-password', 'aB3dE5gHO ');
      show(reachedView('certificate-password-wrong'));
      await until(() => document.querySelector('.slips') !== null);
      document.querySelector<HTMLElement>('[data-shown] .field__toggle')?.click();
      await until(() => document.querySelector('.letters') !== null);
    },
  },
  'certificate-password-hidden': {
    view: reachedView('certificate-password'),
    apart: 'hidden',
    act: async (show) => {
      type('#certificate-password', ' aB3dE5gHＯ');
      show(
        changed('certificate-password-wrong', {
          passwordHints: [
            { at: 0, code: 'space' },
            { at: 9, code: 'full-width' },
          ],
        }),
      );
      await until(() => document.querySelector('.slips') !== null);
    },
  },
  'login-doubt': {
    view: reachedView('login'),
    apart: 'doubt',
    act: async () => {
      type('#user-id', 'KJ1372000123A5');
      type('#password', 'Ｒenshu2026 ');
      document.querySelector<HTMLElement>('[data-shown] [data-main]')?.click();
      await until(() => document.querySelector('.slips') !== null);
    },
  },
  'done-in-settings': opened('done-in-settings', 'in-settings'),
  'done-other-phones': opened('done-other-phones', 'in-settings', 'pixel-path'),
  'done-practice-this-phone': opened('done-practice-this-phone', 'remove'),
  'overlay-troubleshooting-question': within('overlay-troubleshooting-login', QUESTION),
  'overlay-troubleshooting-answer': within('overlay-troubleshooting-login', QUESTION, '0'),
  'overlay-settings-language': within('overlay-settings', 'language'),
  'overlay-settings-theme': within('overlay-settings', 'theme'),
  'overlay-settings-text-size': within('overlay-settings', 'text-size'),
  'overlay-settings-forget': within('overlay-settings', 'forget-records'),
  'overlay-about-privacy': within('overlay-about', 'privacy'),
  'overlay-about-manager': within('overlay-about', 'manager'),
  'overlay-settings-service-page': within('overlay-settings-service', 'service'),
  'overlay-settings-service-wrong': within('overlay-settings-service-refused', 'service'),
  'overlay-about-third-party': {
    ...within('overlay-about', 'third-party'),
    act: () => until(() => document.querySelector('[data-testid=third-party] details') !== null),
  },
  'overlay-card-form': apart('overlay-card-form', 'form'),
  'overlay-card-refused': apart('overlay-card-refused', 'refused'),
  'overlay-card-change': within('overlay-card', 'change'),
  'settings-steps-practice': apart('settings-steps-practice', 'practice'),
  'overlay-reminders-denied': apart('overlay-reminders-denied', 'denied'),
  'overlay-reminders-hibernates': {
    // Of Android phones alone.
    view: { ...reachedView('overlay-reminders-hibernates'), platform: 'android' },
    apart: 'hibernates',
  },
  'overlay-scan-not-ours': apart('overlay-scan-not-ours', 'failure'),
  'inbound-card-practice': apart('inbound-card-practice', 'practice'),
  'overlay-scan-starting': withCamera('never', { shown: CAMERA.waiting }),
  'overlay-scan-running': withCamera({ sees: 'code' }, { shown: CAMERA.torch, torch: true }),
  'overlay-scan-several': withCamera({ sees: 'code' }, { shown: CAMERA.notice, codes: 2 }),
  'overlay-scan-slow': withCamera({ sees: 'nothing' }, { shown: CAMERA.running, after: 11_000 }),
  'overlay-scan-denied': withCamera({ error: 'NotAllowedError' }, { shown: CAMERA.notice }),
  'overlay-scan-absent': withCamera({ error: 'NotFoundError' }, { shown: CAMERA.notice }),
  'overlay-scan-busy': withCamera({ error: 'NotReadableError' }, { shown: CAMERA.notice }),
};

/** Edge cases that no walk reaches today, and that the UI must draw well all the same. */
const edgeCases: Record<string, Sample> = {
  'welcome-trial': { view: { ...reachedView('welcome'), publisher: TRIAL } },
  'login-trial': { view: { ...reachedView('login'), publisher: TRIAL } },
  'overlay-about-trial': { view: { ...reachedView('overlay-about'), publisher: TRIAL } },
  'overlay-card-trial': { view: { ...reachedView('overlay-card'), publisher: TRIAL } },
  'overlay-card-host': { view: underHost('overlay-card') },
  'certificate-password-terms': {
    view: reachedView('certificate-password'),
    apart: 'term',
    act: async () => found('[data-testid=term-certificate]', HTMLButtonElement).click(),
  },
  'overlay-help-desk-app': { view: appFault('overlay-help-desk') },
  'done-handed-over': { view: changed('done', { proof: { id: 'handed-over' }, service: false }) },
  'home-expired': { view: held({ daysLeft: -3, due: true }, 'renew') },
  'home-last-day': { view: held({ daysLeft: 0, due: true }, 'renew') },
  'certificate-not-fetched': {
    view: changed('certificate-ios', {
      failure: { code: 'hand-off-not-fetched', cause: 'hand-off', params: {}, retryable: true },
    }),
  },
  'preparation-wrong-clock': {
    view: changed('preparation', { issues: [{ id: 'wrong-clock', minutes: 47 }] }),
  },
  'preparation-iphone': { view: { ...reachedView('preparation'), platform: 'iphone', vendor: null } },
  'preparation-iphone-clock': {
    view: {
      ...changed('preparation', { issues: [{ id: 'wrong-clock', minutes: 47 }] }),
      platform: 'iphone',
      vendor: null,
    },
  },
};

/** One for every screen and for every state that looks different, by name. */
export const samples: Readonly<Record<string, Sample>> = {
  ...Object.fromEntries(reachedNames.map((name) => [name, { view: reachedView(name) }])),
  ...insidePages,
  ...edgeCases,
};

/** A View that was reached, with some of its screen otherwise. */
function changed(name: ReachedName, otherwise: object): View {
  const view = reachedView(name);
  return { ...view, screen: { ...view.screen, ...otherwise } };
}

/** A card of a publisher who has a web host: the link that it holds is the host's. */
function underHost(name: ReachedName): View {
  const view = reachedView(name);
  if (view.overlay?.id !== 'facility-card' || !view.overlay.card) throw new Error(`${name} shows no card`);
  const { text, rows } = view.overlay.card;
  const link = text.replace(/^[a-z-]+:\/\//, 'https://links.example.org/');
  return { ...view, overlay: { ...view.overlay, card: { text: link, rows } } };
}

/** The help desk's page after a fault of the app itself. */
function appFault(name: ReachedName): View {
  const view = reachedView(name);
  if (view.overlay?.id !== 'help-desk') throw new Error(`${name} is another page`);
  const diagnosis = view.overlay.diagnosis.map((line) => (line.key === 'code' ? { ...line, value: 'internal' } : line));
  return { ...view, overlay: { ...view.overlay, code: 'internal', diagnosis } };
}

/** Home with one certificate of which so much is otherwise. */
function held(otherwise: Partial<CertificateSummary>, primary: 'renew'): View {
  const view = reachedView('home');
  if (view.screen.id !== 'home') throw new Error('home is another screen');
  const [first] = view.screen.certificates;
  if (!first) throw new Error('home holds no certificate');
  const certificate = { ...first, summary: { ...first.summary, ...otherwise } };
  return {
    ...view,
    screen: { ...view.screen, certificates: [certificate], primary: { id: primary, slot: first.slot } },
  };
}

/** Details are open, one inside the other. */
function opened(name: ReachedName, ...testids: string[]): Sample {
  return {
    view: reachedView(name),
    act: async () => {
      for (const testid of testids) found(`[data-testid="${testid}"]`, HTMLDetailsElement).open = true;
    },
  };
}

function type(selector: string, text: string): void {
  const field = found(selector, HTMLInputElement);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function found<Wanted extends Element>(selector: string, kind: new () => Wanted): Wanted {
  const element = document.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`nothing answers to ${selector}`);
  return element;
}
