import type { Component } from 'svelte';

/* Drawings by the name that the guide's files give them: `ios-allow` is IosAllow.svelte. */
const drawings = import.meta.glob<Component>('../drawings/*.svelte', { import: 'default', eager: true });

/** The drawing of this name; none where there is no such drawing. */
export function drawing(name: string): Component | undefined {
  const file = name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return drawings[`../drawings/${file}.svelte`];
}
