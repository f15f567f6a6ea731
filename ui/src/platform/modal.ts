import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

interface Modal {
  /** What Escape answers. */
  onescape: () => void;
  /** What has the focus first, as a selector; `undefined`: whatever the browser chooses. */
  focus?: () => string | undefined;
}

/** Shows a dialog over everything for as long as it is in the page: what it asks stands until it is answered. */
export function modal({ onescape, focus }: Modal): Attachment<HTMLDialogElement> {
  return (dialog) => {
    const cancel = (event: Event) => {
      event.preventDefault();
      onescape();
    };
    // A second Escape closes a dialog whatever its answer to the first; what it asks still stands.
    const reopen = () => {
      if (dialog.isConnected) dialog.showModal();
    };
    dialog.addEventListener('cancel', cancel);
    dialog.addEventListener('close', reopen);
    dialog.showModal();
    const first = untrack(() => focus?.());
    if (first) dialog.querySelector<HTMLElement>(first)?.focus();
    return () => {
      dialog.removeEventListener('cancel', cancel);
      dialog.removeEventListener('close', reopen);
      dialog.close();
    };
  };
}
