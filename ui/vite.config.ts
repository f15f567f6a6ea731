import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { catalogue } from './build/catalogue.ts';
import { layerOrder } from './build/layer-order.ts';
import { measuredMedia } from './build/measured-media.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  base: './',
  clearScreen: false,
  plugins: [catalogue(), svelte(), layerOrder(file('./src/styles/layers.css'))],
  // The pictures are taken under the CSP of the app.
  preview: {
    headers: {
      'content-security-policy':
        "default-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  },
  // Break points have names, in scoped styles too.
  css: { postcss: { plugins: [measuredMedia()] } },
  server: { port: 1420, strictPort: true },
  build: {
    target: ['safari18', 'chrome131'],
    // data: addresses are refused by the CSP.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    outDir: mode === 'gallery' ? file('../target/gallery') : 'dist',
    emptyOutDir: true,
    rolldownOptions: { input: mode === 'gallery' ? file('./gallery.html') : file('./index.html') },
  },
}));
