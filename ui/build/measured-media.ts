import type { AtRule, Plugin, Rule } from 'postcss';
import { BREAKPOINTS } from '../src/styles/breakpoints.ts';

const NAMED = /^\(--([a-z-]+)\)$/;

/**
 * Turns `@media (--narrow)` into what hangs on the measured room (`src/platform/room.ts`): a media query in rem follows
 * the browser's default size alone, and neither the text size of the system nor the one that was chosen in the app.
 */
export function measuredMedia(): Plugin {
  return {
    postcssPlugin: 'measured-media',
    AtRule: {
      media(media: AtRule) {
        const name = NAMED.exec(media.params)?.[1];
        if (name === undefined) return;
        if (!(name in BREAKPOINTS)) throw media.error(`no breakpoint is called ${name}`);
        media.walkRules((rule: Rule) => {
          rule.selectors = rule.selectors.map((selector) => inRoom(selector, name, isComponent(media)));
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
function inRoom(selector: string, name: string, component: boolean): string {
  const room = `:where([data-room~='${name}'])`;
  if (selector.startsWith(':root')) return `:root${room}${selector.slice(5)}`;
  return `${component ? `:global(${room})` : room} ${selector}`;
}
