import type { Component } from 'svelte';
import type { OverlayView } from '../types/OverlayView';
import type { InboundView } from '../types/InboundView';
import type { Screen } from '../types/Screen';
import type { SystemScreen } from '../types/SystemScreen';

/** The screen of one id. */
export type ScreenOf<Id extends Screen['id']> = Extract<Screen, { id: Id }>;
/** The page over the screen of one id. */
export type OverlayOf<Id extends OverlayView['id']> = Extract<OverlayView, { id: Id }>;
/** The practice phone's screen of one id. */
export type SystemOf<Id extends SystemScreen['id']> = Extract<SystemScreen, { id: Id }>;

/** A component that draws what it is given, or one that needs nothing of it. */
type Draws<Props extends Record<string, unknown>> = Component<Props> | Component<Record<string, never>>;

/** A component for every screen: each takes the variant of its own id. */
export type ScreenComponents = { [Id in Screen['id']]: Draws<{ screen: ScreenOf<Id> }> };
/** A component for every page over the screen. */
export type OverlayComponents = { [Id in OverlayView['id']]: Draws<{ overlay: OverlayOf<Id> }> };
/** A component for every screen of the practice phone's system. */
export type SystemComponents = { [Id in SystemScreen['id']]: Draws<{ system: SystemOf<Id> }> };
/** The dialog of what came from outside. */
export type InboundComponent = Component<{ inbound: InboundView }>;
