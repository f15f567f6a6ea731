import type { Screen } from '../types/Screen';
import type { ScreenOf } from './view-types';

/**
 * The log-in that stays in the page: the screen itself, and behind what is shown while its try is under way. Its field is
 * the only place that holds what was typed; it goes with the first answer that is no refusal.
 */
export function loginUnderWay(before: ScreenOf<'login'> | null, screen: Screen | undefined): ScreenOf<'login'> | null {
  if (screen?.id === 'login') return screen;
  const underWay = screen?.id === 'failed' || (screen?.id === 'downloading' && screen.at === 'logging-in');
  return underWay ? before : null;
}
