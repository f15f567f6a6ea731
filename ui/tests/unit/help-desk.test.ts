import { flushSync } from 'svelte';
import { afterEach, expect, test } from 'vitest';
import { eventually } from './eventually';
import { mountApp, wordsOf, type Mounted } from './mounted';
import { sample } from './recorder';

let app: Mounted | null = null;
afterEach(() => app?.leave());

test('the help desk’s page begins with the publisher after a fault of the app', { timeout: 60_000 }, async () => {
  app = await mountApp();
  const { backend } = app;
  const main = () => document.querySelector<HTMLElement>('[data-shown] [data-main]');
  const heads = () => [...document.querySelectorAll('[data-overlay="help-desk"] :is(h1, h2)')].map(wordsOf);
  const before = (one: string, other: string) => heads().indexOf(one) < heads().indexOf(other);

  backend.show(sample('overlay-help-desk-app', 1));
  await eventually(() => expect(heads()[0]).toBe('アプリの発行者に伝えてください。'));
  expect(before('このアプリの不具合', '受付システムや証明書についての問い合わせ')).toBe(true);
  main()?.click();
  await eventually(() => expect(backend.heard).toHaveLength(1));
  expect(JSON.parse(backend.heard[0] ?? '')).toMatchObject({ id: 'reach-publisher' });

  // Nobody is named: what is to be told is copied, and nothing that costs money is offered first.
  const trial = sample('overlay-help-desk-app', 2);
  backend.show({ ...trial, publisher: { ...trial.publisher, contact: '' } });
  flushSync();
  await eventually(() => expect(wordsOf(main())).toBe('伝える内容をコピーする'));

  backend.show(sample('overlay-help-desk', 3));
  await eventually(() => expect(heads()[0]).toBe('受付時間内です。'));
  expect(main()?.textContent).toContain('電話');
});
