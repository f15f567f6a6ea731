import { NOW, at, dx, failure, practice, summary, system, verify, type Sample } from './views.ts';
import type { ScreenOf } from '../src/session/view-types';
import type { View } from '../src/types/View';

const NAME = 'kaigo-dx-3f9a1c02';
const FILE = `${NAME}.p12`;
const asks = { back: 'asks' } as const;
const inPractice = { practice: { ...practice, phone: 'android' } as const };
const thisPhone = { practice: { ...practice, phone: null } };

export const installing: ScreenOf<'installing'> = {
  id: 'installing',
  summary,
  way: 'direct',
  stage: 'open',
  atHand: true,
  file: FILE,
  failure: null,
};
const byFile = { ...installing, way: 'file' } as const;
const saved = { ...byFile, stage: 'saved', atHand: false } as const;
const absent = { ...verify, absent: true, atHand: true } as const;
const done: ScreenOf<'done'> = {
  id: 'done',
  summary: dx,
  proof: { id: 'proven', by: 'signature', at: NOW },
  service: false,
  name: NAME,
  savedFile: null,
  failure: null,
};

function opened(selector: string): NonNullable<Sample['then']> {
  return async () => {
    const details = document.querySelector<HTMLDetailsElement>(selector);
    if (!details) throw new Error(`nothing answers to ${selector}`);
    details.open = true;
  };
}

const over = (screen: View['screen']): Partial<View> => ({ screen, platform: 'android', ...inPractice });

/** Android: every state of the installation, its proof, and the practice phone's screens. */
export const android: Record<string, Sample> = {
  'certificate-other-way': at(
    'install',
    {
      id: 'certificate',
      summary,
      findings: [],
      acceptable: true,
      working: false,
      failure: failure('device-refused'),
    },
    asks,
  ),
  installing: at('install', installing, asks),
  'installing-password': at('install', { ...installing, way: 'password', stage: 'ready' }),
  'installing-file': at('install', { ...byFile, stage: 'ready' }),
  'installing-no-installer': at('install', { ...byFile, stage: 'ready', failure: failure('device-nothing-answers') }),
  'installing-file-full': at('install', { ...byFile, stage: 'ready', failure: failure('store-full') }),
  'installing-saving': at('install', byFile, asks),
  'installing-saved': at('install', saved),
  'installing-saved-galaxy': at('install', saved, { vendor: 'galaxy' }),
  'verify-not-installed': at('verify', { ...absent, failure: failure('verify-not-installed'), atHand: false }),
  'verify-canceled': at('verify', { ...absent, failure: failure('installer-canceled') }),
  'verify-wifi': at('verify', { ...absent, failure: failure('verify-wifi') }),
  'verify-old': at('verify', { ...absent, failure: failure('verify-old-certificate') }),
  'verify-no-key': at('verify', { ...absent, failure: failure('verify-no-key') }),
  'verify-wrong': at('verify', { ...verify, failure: failure('verify-wrong-certificate') }),
  'verify-timed-out': at('verify', { ...verify, failure: failure('verify-timed-out') }),
  'verify-managed': at('verify', { ...verify, failure: failure('verify-managed') }),
  'verify-no-chooser': at('verify', { ...verify, failure: failure('verify-no-chooser') }),
  'verify-look-android': at('verify', { ...verify, way: 'look', summary: { ...summary, practice: true } }, thisPhone),
  'done-file': at('verify', { ...done, savedFile: FILE }, { back: 'nowhere' }),
  'done-in-settings': {
    view: at('verify', done, { back: 'nowhere', vendor: 'xperia' }).view,
    then: opened('[data-testid="in-settings"]'),
  },
  'done-other-phones': {
    view: at('verify', done, { back: 'nowhere', vendor: null }).view,
    then: async (show) => {
      await opened('[data-testid="in-settings"]')(show);
      await opened('[data-testid="other-phones"]')(show);
    },
  },
  'done-practice-this-phone': {
    view: at(
      'verify',
      { ...done, name: `renshu-${NAME}`, summary: { ...dx, practice: true }, proof: { id: 'said', at: NOW } },
      { back: 'nowhere', ...thisPhone },
    ).view,
    then: opened('[data-testid="remove"]'),
  },
  'home-file': at(null, {
    id: 'home',
    certificates: [{ slot: 'b', summary: dx, proof: { id: 'proven', by: 'signature', at: NOW } }],
    primary: { id: 'verify', slot: 'b' },
    savedFiles: [FILE],
    failure: null,
  }),
  'system-android-kind': system({ id: 'android-kind' }, over(installing)),
  'system-android-name': system({ id: 'android-name', name: NAME }, over(installing)),
  'system-android-password': system({ id: 'android-password', name: FILE, wrong: false }, over(saved)),
  'system-android-password-wrong': system({ id: 'android-password', name: FILE, wrong: true }, over(saved)),
  'system-android-security': system({ id: 'android-security' }, over(saved)),
  'system-android-install': system({ id: 'android-install' }, over(saved)),
  'system-android-files': system({ id: 'android-files', names: [FILE, 'kaigo-hoken-77b1aa00.p12'] }, over(saved)),
  'system-android-files-empty': system({ id: 'android-files', names: [] }, over(saved)),
  'system-android-credentials': system({ id: 'android-credentials', names: [NAME, NAME] }, over(done)),
  'system-android-credentials-empty': system({ id: 'android-credentials', names: [] }, over(done)),
  'system-android-credential': system({ id: 'android-credential', name: NAME, wifi: true }, over(done)),
  'system-android-chooser': system({ id: 'android-chooser', aliases: [NAME, 'kaigo-hoken-77b1aa00'] }, over(verify)),
};
