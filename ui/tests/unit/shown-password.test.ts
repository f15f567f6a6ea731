import { flushSync, tick } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import { eventually } from './eventually';
import { mountApp, type Mounted } from './mounted';
import { sample } from './recorder';

let app: Mounted | null = null;
afterEach(() => app?.leave());

const fields = [
  ['login', '#password'],
  ['certificate-password', '#certificate-password'],
  ['new-password', '#new-password'],
] as const;

test('what is shown is hidden when the app goes out of sight', { timeout: 60_000 }, async () => {
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(false);
  app = await mountApp();
  const { backend } = app;

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
