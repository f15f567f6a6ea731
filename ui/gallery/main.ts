import '../src/styles';
import { mount, unmount } from 'svelte';
import App from '../src/App.svelte';
import type { Backend } from '../src/backend';
import { ViewClient } from '../src/session/view-client.svelte';
import { resolveLanguage } from '../src/i18n/catalogue';
import type { Appearance } from '../src/types/Appearance';
import type { View } from '../src/types/View';
import { drawn, until, type Sample } from './sample';
import { samples } from './samples';

/* Draws samples. gallery.html?view=welcome&language=en&furigana=hidden&theme=dark&text=large&voice=1 draws one; without a name there
   are links to all of them. The tests call `draw`, again and again on one page. */

declare global {
  interface Window {
    draw: typeof draw;
    /** Shows the View that is drawn with some of it otherwise, on the same app: as Rust does. */
    change: (otherwise: Partial<View>) => void;
    /** What the app that is drawn has said to Rust, as JSON. */
    heard: string[];
  }
}

/** It stands on a page before that is there which is fetched for it. */
const HELP = '[data-testid=ask-help-desk]';

const heard: string[] = [];
Object.assign(window, { draw, heard });

/** What the sample that is drawn leaves behind. */
let undo: (() => void)[] = [];
let app: ReturnType<typeof mount> | undefined;

const query = new URLSearchParams(location.search);
const name = query.get('view');
if (query.has('voice')) {
  speechSynthesis.getVoices = () => ['ja-JP', 'en-GB'].map((lang) => ({ lang }) as SpeechSynthesisVoice);
}
if (name !== null) {
  await draw(name, {
    language: query.get('language') ?? 'ja',
    theme: (query.get('theme') ?? 'system') as Appearance['theme'],
    furigana: (query.get('furigana') ?? 'shown') as Appearance['furigana'],
    textSize: (query.get('text') ?? 'usual') as Appearance['textSize'],
  });
} else {
  for (const each of Object.keys(samples)) {
    const link = document.createElement('a');
    link.href = `?view=${encodeURIComponent(each)}`;
    link.textContent = each;
    document.body.append(link, document.createElement('br'));
  }
}

/** Draws a sample by an app of its own, in the place of the one before; done when all of it is seen. */
async function draw(name: string, worn: Appearance): Promise<void> {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample is called ${name}`);
  await clear();

  const { backend, show, shown } = played(sample, worn);
  window.change = (otherwise) => show({ ...shown(), ...otherwise, revision: shown().revision + 1 });
  const client = new ViewClient(backend);
  app = mount(App, { target: document.body, props: { client } });
  await client.start();
  await until(
    () => document.documentElement.dataset['language'] === resolveLanguage(worn.language) && has('[data-shown] h1'),
  );
  for (const step of sample.inside ?? []) client.overlays.push(step);
  await sample.act?.(show, (each) => undo.push(each));
  const parts = partsOf(shown());
  await until(() => parts.every(has) && !has('.step svg[aria-hidden]:empty'));
  await document.fonts.ready;
  await drawn();
  document.documentElement.dataset['ready'] = '';
}

async function clear(): Promise<void> {
  if (app) await unmount(app);
  for (const each of undo) each();
  undo = [];
  heard.length = 0;
  delete document.documentElement.dataset['ready'];
  document.body.replaceChildren();
  scrollTo(0, 0);
}

/** Rust's part, for one View. */
function played(sample: Sample, worn: Appearance) {
  let appearance = worn;
  let last = sample.view;
  let onView: (view: View) => void = () => undefined;
  const hear = async (what: unknown) => void heard.push(JSON.stringify(what));
  const show = (view: View) => onView({ ...(last = view), appearance });
  const backend: Backend = {
    watch: async (watcher) => {
      onView = watcher;
      show(sample.view);
    },
    intent: async (intent) => {
      await hear(intent);
      // What is chosen here is seen here.
      if (intent.id !== 'set-appearance') return;
      appearance = intent.appearance;
      show({ ...last, revision: last.revision + 1 });
    },
    putSecret: (kind, value) => hear({ kind, value }),
    revealSecret: async () => 'aB3dE5gH',
    readQr: async () => ({ codes: sample.codes ?? 0 }),
    sharePicture: async (picture, png) => {
      await hear({ picture, type: png.type });
      return 'shared';
    },
    checkUserId: async (text) => ({
      normalized: text,
      valid: text.length === 14,
      hint: text.length < 14 ? 'too-short' : null,
      length: text.length,
    }),
  };
  return { backend, show, shown: () => last };
}

/** Selectors of all that is drawn of a View, once what is fetched for it has come. */
function partsOf({ overlay, question, inbound, system }: View): string[] {
  const fetched = overlay?.id === 'guide' || overlay?.id === 'troubleshooting';
  return [
    fetched ? `[data-shown] .rest :is(button, li, h2):not(${HELP}, :has(${HELP}))` : '[data-shown] h1',
    ...(system ? ['[data-system]'] : []),
    ...(question || (inbound && !system) ? ['[data-question]'] : []),
  ];
}

function has(selector: string): boolean {
  return document.querySelector(selector) !== null;
}
