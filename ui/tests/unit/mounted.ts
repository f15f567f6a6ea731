import { mount, unmount } from 'svelte';
import App from '../../src/App.svelte';
import { fetchCatalogue } from '../../src/i18n/catalogue';
import { ViewClient } from '../../src/session/view-client.svelte';
import { Recorder } from './recorder';

/** The app on a page, with all its files there, before a far side in the test's own hand. */
export interface Mounted {
  backend: Recorder;
  leave: () => Promise<void>;
}

/** The files come first, which takes long once. */
export async function mountApp(): Promise<Mounted> {
  await Promise.all([fetchCatalogue('ja'), import('../../src/registry/later')]);
  window.scrollTo = () => undefined;
  const backend = new Recorder();
  const client = new ViewClient(backend);
  const app = mount(App, { target: document.body, props: { client } });
  await client.start();
  return { backend, leave: () => unmount(app) };
}

/** What an element says, without the marks of its line breaks. */
export function wordsOf(element: Element | null | undefined): string {
  return element?.textContent.replace(/[\u200b\u2060]/g, '') ?? '';
}
