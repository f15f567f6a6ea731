import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Begins every style sheet of the build with the order of the layers: the first one that a page loads decides it, and
 * which one that is depends on how the build is cut into files.
 */
export function layerOrder(file: string): Plugin {
  return {
    name: 'layer-order',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const order = readFileSync(file, 'utf8').trim();
      for (const asset of Object.values(bundle)) {
        if (asset.type === 'asset' && asset.fileName.endsWith('.css')) asset.source = `${order}${String(asset.source)}`;
      }
    },
  };
}
