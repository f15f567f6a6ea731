import type { AtRule, Plugin, Rule } from 'postcss';
import { BREAKPOINTS } from '../src/styles/breakpoints.ts';

/** One break point, or several of which one must hold. */
const NAMED = /^\(--[a-z-]+\)(, \(--[a-z-]+\))*$/;

/**
 * Turns `@media (--narrow)` into what hangs on the measured room (`src/platform/room.ts`): a media query in rem follows
 * the browser's default size alone, and neither the text size of the system nor the one that was chosen in the app.
 */
export function measuredMedia(): Plugin {
  return {
    postcssPlugin: 'measured-media',
    AtRule: {
      media(media: AtRule) {
        if (!media.params.includes('--')) return;
        if (!NAMED.test(media.params)) throw media.error('break points stand alone or with a comma between them');
        const names = Array.from(media.params.matchAll(/--([a-z-]+)/g), ([, name = '']) => name);
        for (const name of names) if (!(name in BREAKPOINTS)) throw media.error(`no breakpoint is called ${name}`);
        media.walkRules((rule: Rule) => {
          rule.selectors = rule.selectors.map((selector) => inRoom(selector, names, isComponent(media)));
        });
        media.replaceWith(media.nodes ?? []);
      },
    },
  };
}

/** The styles of a component come here before they are scoped. */
function isComponent(media: AtRule): boolean {
  return media.source?.input.from.includes('.svelte') ?? false;
}

/** It weighs what it weighed. */
function inRoom(selector: string, names: readonly string[], component: boolean): string {
  const room = `:where(${names.map((name) => `[data-room~='${name}']`).join(', ')})`;
  if (selector.startsWith(':root')) return `:root${room}${selector.slice(5)}`;
  return `${component ? `:global(${room})` : room} ${selector}`;
}
