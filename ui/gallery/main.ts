import '../src/look/tokens.css';
import '../src/look/base.css';
import '../src/look/frame.css';
import '../src/look/parts.css';
import '../src/look/drawing.css';
import { mount } from 'svelte';
import App from '../src/App.svelte';
import type { Backend } from '../src/lib/backend';
import { Conversation } from '../src/lib/conversation.svelte';
import { load } from '../src/lib/messages';
import { samples } from './samples';

/* Draws one sample View, named in the address: gallery.html?view=welcome. Without a name, links to all of them. */
const name = new URLSearchParams(location.search).get('view');
const sample = name === null ? undefined : samples[name];
await load('ja');
if (sample) {
  const heard: string[] = [];
  const hear = async (what: unknown) => void heard.push(JSON.stringify(what));
  const backend: Backend = {
    watch: async (onView) => onView(sample.view),
    intent: hear,
    putSecret: (kind, value) => hear({ kind, value }),
    revealSecret: async () => 'aB3dE5gH',
    checkUserId: async (text) => ({
      normalized: text,
      valid: text.length === 14,
      hint: text.length < 14 ? 'too-short' : null,
      length: text.length,
    }),
  };
  Object.assign(window, { heard });
  const conversation = new Conversation(backend);
  mount(App, { target: document.body, props: { conversation } });
  await conversation.start();
  while (!document.querySelector('[data-shown] h1')) await new Promise((resolve) => setTimeout(resolve, 10));
  await sample.then?.((view) => {
    backend.watch = async (onView) => onView(view);
    return conversation.start();
  });
} else {
  for (const each of Object.keys(samples)) {
    const link = document.createElement('a');
    link.href = `?view=${encodeURIComponent(each)}`;
    link.textContent = each;
    document.body.append(link, document.createElement('br'));
  }
}
