import type { OverlayView } from '../types/OverlayView';
import type { Screen } from '../types/Screen';
import type { SystemScreen } from '../types/SystemScreen';

/** The screen of one id. */
export type ScreenOf<Id extends Screen['id']> = Extract<Screen, { id: Id }>;
/** The page over the screen of one id. */
export type OverlayOf<Id extends OverlayView['id']> = Extract<OverlayView, { id: Id }>;
/** The practice phone's screen of one id. */
export type SystemOf<Id extends SystemScreen['id']> = Extract<SystemScreen, { id: Id }>;
