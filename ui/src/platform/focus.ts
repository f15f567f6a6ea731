import { tick } from 'svelte';

/** Puts the focus on an element, found once what was changed just now is drawn. */
export async function focusAfterUpdate(
  find: () => HTMLElement | null | undefined,
  options?: FocusOptions,
): Promise<void> {
  await tick();
  find()?.focus(options);
}
