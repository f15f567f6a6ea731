import type { OverlayView } from '../types/OverlayView';
import type { Screen } from '../types/Screen';
import type { View } from '../types/View';

/** What the reader takes for a new page, by name. */
export interface PlaceName {
  /** The screen with its stage and its way, in practice or not. */
  screen: string;
  /** The page over it, and how far one is inside; empty if there is none. */
  page: string;
  /** Code of the failure that is said; empty if none is. */
  failure: string;
}

/** The place that a View shows; `inside`: the steps inside the page over the screen. */
export function placeOf({ screen, overlay, practice }: View, inside: readonly string[]): PlaceName {
  return {
    screen: [...ofScreen(screen), practice ? 'practice' : ''].join(' '),
    page: overlay ? [...ofOverlay(overlay), ...inside].join(' ') : '',
    failure: 'failure' in screen && screen.failure ? screen.failure.code : '',
  };
}

function ofScreen(screen: Screen): string[] {
  const found: string[] = [screen.id];
  if ('stage' in screen) found.push(screen.stage);
  if ('method' in screen) found.push(screen.method);
  if (screen.id === 'settings-steps' && screen.expired) found.push('expired');
  return found;
}

function ofOverlay(overlay: OverlayView): string[] {
  if (overlay.id === 'guide' || overlay.id === 'profile-problem') return [overlay.id, overlay.page ?? ''];
  if (overlay.id === 'held') return [overlay.id, overlay.certificate.slot];
  if (overlay.id === 'removal') return [overlay.id, overlay.slot, overlay.removal ? 'removed' : ''];
  return overlay.id === 'facility-card' ? [overlay.id, overlay.card ? 'card' : ''] : [overlay.id];
}
