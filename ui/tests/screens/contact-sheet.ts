import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import { LANGUAGES, picture } from './look.ts';
import { sizes } from './sizes.ts';

const FOLDER = fileURLToPath(new URL('../../../target/screens/', import.meta.url));

/** Lays the pictures of each size out on one page, as HTML and as a picture. */
export default async function contactSheets(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--allow-file-access-from-files'],
  });
  for (const size of sizes) {
    if (!existsSync(`${FOLDER}${size.name}`)) continue;
    const taken = new Set(readdirSync(`${FOLDER}${size.name}`));
    const names = LANGUAGES.flatMap((language) => Object.keys(samples).map((name) => picture(name, language)))
      .filter((name) => taken.has(name))
      .map((name) => name.replace('.png', ''));
    const shown = size.width < 500 ? 250 : size.width < 1000 ? 300 : 420;
    const columns = size.width < 500 ? 8 : size.width < 1000 ? 7 : 5;
    const cut = size.whole ? '' : `height:${Math.round((shown * size.height) / size.width)}px;`;
    const cells = names
      .map(
        (name) =>
          `<figure><div style="${cut}"><img src="${size.name}/${name}.png" width="${shown}"></div><figcaption>${name}</figcaption></figure>`,
      )
      .join('');
    const dark = size.scheme === 'dark';
    const path = `${FOLDER}sheet-${size.name}`;
    writeFileSync(
      `${path}.html`,
      `<!doctype html><meta charset="utf-8"><title>${size.name}</title><style>body{margin:28px;width:max-content;display:grid;gap:22px 20px;align-items:start;` +
        `grid-template-columns:repeat(${columns},${shown}px);background:${dark ? '#000' : '#d9d9d9'};color:${dark ? '#ccc' : '#333'};font:13px system-ui}` +
        `figure{margin:0}div{overflow:hidden;border-radius:10px}img{display:block}figcaption{margin-top:6px}</style>${cells}`,
    );
    const page = await browser.newPage({ viewport: { width: 56 + columns * shown + (columns - 1) * 20, height: 800 } });
    await page.goto(`file://${path}.html`);
    await page.screenshot({ path: `${path}.png`, fullPage: true });
    await page.close();
  }
  await browser.close();
}
