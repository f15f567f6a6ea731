// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postcss from 'postcss';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const order = readFileSync(join(source, 'styles/layers.css'), 'utf8');
const layers = order.replace(/@layer|;/g, '').split(',');

const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(css|svelte)$/.test(path))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    return { path, css: path.endsWith('.css') ? text : (/<style>(.*)<\/style>/s.exec(text)?.[1] ?? '') };
  })
  .filter(({ css }) => css.trim() !== '');

test.each(sheets)('every rule of $path stands in a layer', ({ css }) => {
  const known = layers.map((layer) => layer.trim());
  postcss.parse(css).each((node) => {
    if (node.type === 'comment') return;
    // What is named for all layers, and what none can hold.
    if (node.type === 'atrule' && ['keyframes', 'page'].includes(node.name)) return;
    expect(node.type === 'atrule' && node.name, node.toString().slice(0, 80)).toBe('layer');
    if (node.type === 'atrule' && node.nodes) expect(known).toContain(node.params);
  });
});
