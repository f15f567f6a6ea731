import type { ScreenComponents } from '../session/view-types';
import Home from '../screens/Home.svelte';
import Welcome from '../screens/Welcome.svelte';

/** Ids of the screens that the first picture can be. */
export type FirstScreen = 'home' | 'welcome';

/** The screens of the first picture: they come with the app. */
export const firstScreens = { home: Home, welcome: Welcome } satisfies Pick<ScreenComponents, FirstScreen>;
