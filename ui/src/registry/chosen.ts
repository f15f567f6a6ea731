import type { Component } from 'svelte';

/**
 * The component of an id. A table's `satisfies` has seen that each id's component takes the variant of that id, and who
 * asks by the id of a variant hands it that variant: the compiler cannot join the two, so it is told here, and only here.
 */
export function chosen<Props extends Record<string, unknown>>(
  table: Readonly<Record<string, unknown>>,
  id: string,
): Component<Props> | undefined {
  return table[id] as Component<Props> | undefined;
}
