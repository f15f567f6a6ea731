import '../src/styles';
import { mount } from 'svelte';
import App from '../src/App.svelte';
import type { Backend } from '../src/backend';
import { ViewClient } from '../src/session/view-client.svelte';
import type { Appearance } from '../src/types/Appearance';
import type { View } from '../src/types/View';
import { samples } from './samples';

/* Draws one sample View, named in the address: gallery.html?view=welcome&language=en&furigana=hidden&theme=dark&voice=1.
   Without a name, links to all of them. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
const query = new URLSearchParams(location.search);
const name = query.get('view');
const sample = name === null ? undefined : samples[name];

if (query.has('voice')) {
  speechSynthesis.getVoices = () => ['ja-JP', 'en-GB'].map((lang) => ({ lang }) as SpeechSynthesisVoice);
}

if (sample) {
  let appearance: Appearance = {
    language: query.get('language') ?? sample.view.appearance.language,
    theme: (query.get('theme') ?? 'system') as Appearance['theme'],
    furigana: (query.get('furigana') ?? 'shown') as Appearance['furigana'],
  };
  const heard: string[] = [];
  const hear = async (what: unknown) => void heard.push(JSON.stringify(what));
  let show: (view: View) => void = () => undefined;
  let last = sample.view;
  const backend: Backend = {
    watch: async (onView) => {
      show = (view) => onView({ ...(last = view), appearance });
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
  const client = new ViewClient(backend);
  Object.assign(window, { heard });
  mount(App, { target: document.body, props: { client } });
  await client.start();
  while (!document.querySelector('[data-shown] h1')) await pause();
  for (const step of sample.inside ?? []) client.overlays.push(step);
  await sample.then?.(async (view) => show(view));
  // Content that is fetched when it is opened is here too.
  const { aside } = sample.view;
  const fetched = aside?.id === 'guide' || aside?.id === 'trouble';
  while (!document.querySelector(fetched ? '[data-shown] .rest :is(button, li, h2)' : '[data-shown] h1')) await pause();
  document.documentElement.dataset['ready'] = '';
} else {
  for (const each of Object.keys(samples)) {
    const link = document.createElement('a');
    link.href = `?view=${encodeURIComponent(each)}`;
    link.textContent = each;
    document.body.append(link, document.createElement('br'));
  }
}
