import { firstScreens, type FirstScreen } from '../../src/registry/first';
import { laterScreens, overlays } from '../../src/registry/later';
import type { OverlayComponents, ScreenComponents, SystemComponents } from '../../src/session/view-types';
import { systemScreens } from '../../src/simulated-phone/screens';

/* What must not compile. svelte-check reads this file: an expected error that is none is an error itself. */

export const complete = { ...firstScreens, ...laterScreens } satisfies ScreenComponents;

const { verify, ...withoutVerify } = laterScreens;
// @ts-expect-error A screen without a component.
export const forgottenScreen = withoutVerify satisfies Omit<ScreenComponents, FirstScreen>;

const { guide, ...withoutGuide } = overlays;
// @ts-expect-error A page over the screen without a component.
export const forgottenOverlay = withoutGuide satisfies OverlayComponents;

const { 'safari-page': safariPage, ...withoutSafari } = systemScreens;
// @ts-expect-error A screen of the practice phone without a component.
export const forgottenSystemScreen = withoutSafari satisfies SystemComponents;

export const swapped = {
  ...withoutVerify,
  // @ts-expect-error A component that takes another screen.
  verify: laterScreens.terms,
} satisfies Omit<ScreenComponents, FirstScreen>;

export const swappedOverlay = {
  ...withoutGuide,
  // @ts-expect-error A component that takes another page.
  guide: overlays.scan,
} satisfies OverlayComponents;

export const taken = [verify, guide, safariPage];
