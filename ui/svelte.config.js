import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  // The CSP is style-src 'self': no style tag may be made at run time.
  compilerOptions: { css: 'external', runes: true },
};
