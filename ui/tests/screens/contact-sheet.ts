import { mkdirSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import type { Language } from '../../src/i18n/catalogue.ts';
import { LANGUAGES, picture } from './look.ts';
import { sizes, type Size } from './sizes.ts';

const FOLDER = fileURLToPath(new URL('../../../target/screens/', import.meta.url));
/** The sheets are photographed too: for whoever has no browser at hand. */
const PHOTOGRAPHED = process.env['SHEETS'] !== undefined;
const GAP = 20;
const MARGIN = 28;

/** One sheet: all pictures of a size in a language. */
interface Sheet {
  name: string;
  size: Size;
  pictures: readonly string[];
}

/** Lays the pictures out on sheets, and the sheets on one page: target/screens/index.html. */
export default async function contactSheets(): Promise<void> {
  const sheets = sizes.flatMap((size) =>
    size.inTurn ? sheet(size, LANGUAGES) : LANGUAGES.flatMap((language) => sheet(size, [language])),
  );
  mkdirSync(FOLDER, { recursive: true });
  for (const each of sheets) writeFileSync(`${FOLDER}${each.name}.html`, page(each.name, [each]));
  writeFileSync(`${FOLDER}index.html`, page('All screens', sheets));
  if (!PHOTOGRAPHED) return;
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--allow-file-access-from-files'],
  });
  for (const { name, size } of sheets) {
    const { shown, columns } = layout(size);
    const width = 2 * MARGIN + columns * shown + (columns - 1) * GAP;
    const window = await browser.newPage({ viewport: { width, height: 800 } });
    await window.goto(`file://${FOLDER}${name}.html`);
    await window.screenshot({ path: `${FOLDER}${name}.png`, fullPage: true });
    await window.close();
  }
  await browser.close();
}

function sheet(size: Size, languages: readonly Language[]): Sheet[] {
  const folder = `${FOLDER}${size.name}`;
  if (!existsSync(folder)) return [];
  const taken = new Set(readdirSync(folder));
  const pictures = Object.keys(samples)
    .flatMap((name) => languages.map((language) => picture(name, language)))
    .filter((name) => taken.has(name));
  const name = languages.length > 1 ? `sheet-${size.name}` : `sheet-${size.name}.${languages.join('')}`;
  return pictures.length > 0 ? [{ name, size, pictures }] : [];
}

function layout(size: Size): { shown: number; columns: number } {
  if (size.width < 500) return { shown: 250, columns: 8 };
  return size.width < 1000 ? { shown: 300, columns: 7 } : { shown: 420, columns: 5 };
}

function page(title: string, sheets: readonly Sheet[]): string {
  const links = sheets.length > 1 ? sheets.map(({ name }) => `<a href="#${name}">${name}</a>`).join(' · ') : '';
  return (
    `<!doctype html><meta charset="utf-8"><title>${title}</title><style>body{margin:${MARGIN}px;width:max-content;font:13px system-ui}` +
    `nav{width:90vw;line-height:2}section{display:grid;gap:22px ${GAP}px;align-items:start;padding-block:8px}` +
    `.dark{background:#000;color:#ccc}.light{background:#d9d9d9;color:#333}body:has(nav){background:#d9d9d9}` +
    `figure{margin:0}div{overflow:hidden;border-radius:10px}img{display:block}figcaption{margin-top:6px}</style>` +
    (links && `<nav>${links}</nav>`) +
    sheets.map(section).join('')
  );
}

function section({ name, size, pictures }: Sheet): string {
  const { shown, columns } = layout(size);
  const cut = size.whole ? '' : ` style="height:${Math.round((shown * size.height) / size.width)}px"`;
  const cells = pictures.map((file) => {
    const lazy = PHOTOGRAPHED ? '' : ' loading="lazy"';
    const caption = file.replace('.png', '');
    return `<figure><div${cut}><img src="${size.name}/${file}" width="${shown}"${lazy}></div><figcaption>${caption}</figcaption></figure>`;
  });
  return (
    `<h2 id="${name}">${name}</h2>` +
    `<section class="${size.scheme}" style="grid-template-columns:repeat(${columns},${shown}px)">${cells.join('')}</section>`
  );
}
