// @vitest-environment node
import { expect, test } from 'vitest';
import { fetchThirdParty, parsed } from '../../src/notices/third-party';

test('every part has a licence, components and a text', async () => {
  const all = await fetchThirdParty();
  expect(all.length).toBeGreaterThan(20);
  for (const { licence, components, text } of all) {
    expect(licence).toMatch(/^[A-Za-z][\w.-]+$/);
    expect(components.length, licence).toBeGreaterThan(0);
    expect(components, licence).not.toContain('');
    expect(text.length, components[0]).toBeGreaterThan(200);
  }
});

test('what the app is made of is in it', async () => {
  const all = await fetchThirdParty();
  const under = (name: string) => all.find(({ components }) => components.some((each) => each.startsWith(`${name} `)));
  expect(under('tauri')?.licence).toBe('Apache-2.0');
  expect(under('svelte')?.text).toContain('Permission is hereby granted');
  expect(under('ring')?.licence).toBe('Apache-2.0');
  expect(under('webpki-roots')?.licence).toBe('CDLA-Permissive-2.0');
  // What only builds or tests the app is not.
  expect(under('vite')).toBeUndefined();
  expect(under('proptest')).toBeUndefined();
});

test('a rule inside a text parts nothing but at its full width', () => {
  const rule = '='.repeat(64);
  const file = `head\n${rule}\nMIT\na 1\nb 2\n${'-'.repeat(64)}\nOne\n=====\ntwo\n`;
  expect(parsed(file)).toEqual([{ licence: 'MIT', components: ['a 1', 'b 2'], text: 'One\n=====\ntwo' }]);
});
