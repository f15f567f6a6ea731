import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import App from '../../src/App.svelte';
import { fetchCatalogue } from '../../src/i18n/catalogue';
import { ViewClient } from '../../src/session/view-client.svelte';
import { eventually } from './eventually';
import { Recorder, sample } from './recorder';

let app: Record<string, unknown> | null = null;
afterEach(async () => {
  if (app) await unmount(app);
});

const fields = [
  ['login', '#password'],
  ['certificate-password', '#certificate-password'],
  ['new-password', '#new-password'],
] as const;

test('what is shown is hidden when the app goes out of sight', { timeout: 60_000 }, async () => {
  await Promise.all([fetchCatalogue('ja'), import('../../src/registry/later')]);
  window.scrollTo = () => undefined;
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  const backend = new Recorder();
  const client = new ViewClient(backend);
  app = mount(App, { target: document.body, props: { client } });
  await client.start();

  const typeOf = (field: string) => document.querySelector<HTMLInputElement>(field)?.type;
  const goes = (away: boolean) => {
    hidden.mockReturnValue(away);
    document.dispatchEvent(new Event('visibilitychange'));
    flushSync();
  };
  for (const [at, [screen, field]] of fields.entries()) {
    backend.show(sample(screen, at + 1));
    await eventually(() => expect(typeOf(field)).toBeDefined());
    await tick();
    // The new password is shown from the beginning: it is written down next.
    expect(typeOf(field), screen).toBe(screen === 'new-password' ? 'text' : 'password');
    if (screen !== 'new-password') document.querySelector<HTMLElement>('[data-shown] .field__toggle')?.click();
    goes(false);
    expect(typeOf(field), `${screen} in front`).toBe('text');
    goes(true);
    expect(typeOf(field), `${screen} away`).toBe('password');
    goes(false);
    expect(typeOf(field), `${screen} in front again`).toBe('password');
  }
  expect(typeOf('#new-password-again')).toBe('password');
});
