import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from '@playwright/test';

/* The fonts that screens are drawn with come with packages: tests/fonts at the top of the project. */

/** Where fontconfig is told of them, and of nothing else. */
export const FONTS = fileURLToPath(new URL('../../../tests/fonts/fonts.conf', import.meta.url));
if (!existsSync(fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url)))) {
  throw new Error('the fonts of the tests are missing: run scripts/setup test');
}

/** What may draw a glyph: as Android has it, and with the widest Latin letters. */
const FAMILIES = {
  phone: ['Roboto', 'Roboto Mono', 'Noto Sans JP'],
  wide: ['DejaVu Sans', 'Roboto Mono', 'Noto Sans JP'],
} as const;
export type Letters = keyof typeof FAMILIES;
export const LETTERS = ['phone', 'wide'] as const satisfies readonly Letters[];

/** Draws the page in these letters; the phone's are those that the app's own style leads to. */
export async function wear(page: Page, letters: Letters): Promise<void> {
  await page.evaluate(
    (family) => {
      const sheet = new CSSStyleSheet();
      if (family) sheet.replaceSync(`:root { --font: ${family} }`);
      document.adoptedStyleSheets = [sheet];
    },
    letters === 'phone' ? '' : FAMILIES[letters].map((name) => `'${name}'`).join(', '),
  );
}

/** The fonts that glyphs of the page are drawn with and that are none of these. */
export async function foreignFonts(devtools: CDPSession, letters: Letters): Promise<string[]> {
  const drawn = await fontsOfStillPage(devtools);
  if (drawn.size === 0) return ['no glyph is drawn'];
  const ours: readonly string[] = FAMILIES[letters];
  return [...drawn]
    .filter(([name]) => !ours.includes(name))
    .map(([name, glyphs]) => `${letters}: ${glyphs} glyphs of ${name}`);
}

/** A node that the page takes away between being found and being asked about is no node any more: then all are found anew. */
async function fontsOfStillPage(devtools: CDPSession, tries = 5): Promise<Map<string, number>> {
  try {
    return await fontsOf(devtools);
  } catch (error) {
    if (tries <= 1) throw error;
    return fontsOfStillPage(devtools, tries - 1);
  }
}

/** Glyphs of the page by the family of the font that draws them. */
async function fontsOf(devtools: CDPSession): Promise<Map<string, number>> {
  const drawn = new Map<string, number>();
  await devtools.send('DOM.getDocument', { depth: 0 });
  const query = '//body//*[text()[normalize-space()]]';
  const { searchId, resultCount } = await devtools.send('DOM.performSearch', { query });
  if (resultCount > 0) {
    const range = { searchId, fromIndex: 0, toIndex: resultCount };
    const { nodeIds } = await devtools.send('DOM.getSearchResults', range);
    const used = await Promise.all(nodeIds.map((nodeId) => devtools.send('CSS.getPlatformFontsForNode', { nodeId })));
    for (const { familyName, glyphCount } of used.flatMap(({ fonts }) => fonts)) {
      drawn.set(familyName, (drawn.get(familyName) ?? 0) + glyphCount);
    }
  }
  await devtools.send('DOM.discardSearchResults', { searchId });
  return drawn;
}

/** The characters among these that no font of the phone has. */
export function lacking(words: string): string[] {
  const listed = execFileSync('fc-list', ['-f', '%{family}\t%{charset}\n'], {
    env: { ...process.env, FONTCONFIG_FILE: FONTS },
    encoding: 'utf8',
  });
  const had = listed
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([family]) => FAMILIES.phone.some((name) => name === family))
    .flatMap(([, ranges = '']) => ranges.split(' '))
    .map((range) => range.split('-').map((end) => parseInt(end, 16)));
  return [...new Set(words)].filter((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return letter.trim() !== '' && !had.some(([first = NaN, last = first]) => first <= code && code <= last);
  });
}
