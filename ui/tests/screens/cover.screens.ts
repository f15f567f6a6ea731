import { samples } from '../../gallery/samples.ts';
import { LANGUAGES, look, test } from './look.ts';
import { sizeOf } from './sizes.ts';

/* A covering part of the whole matrix: every screen in every language at 320 px, there under strain, and once in every
   theme and at every width. */

/** One sample for every screen, its method, page over it, place inside that page, question and screen of the system; an
    iPad, whose drawings are others, for itself. */
const covering = Object.values(
  Object.fromEntries(
    Object.entries(samples)
      .toReversed()
      .map(([name, { view, inside = [], apart = '' }]) => {
        const over = view.system ?? view.overlay;
        const page = view.overlay && 'page' in view.overlay ? view.overlay.page : null;
        const method = !over && 'method' in view.screen ? view.screen.method : null;
        const parts = [over?.id ?? view.screen.id, page, method, view.platform === 'ipad', view.question];
        return [[...parts, view.inbound?.id, ...inside, apart].join(' '), name];
      }),
  ),
).toReversed();
/** The phone is dark, the tablet light: with 320 px in light, each theme and each width once, the languages in turn. */
const ONCE = ['phone-dark', 'tablet'];
/** More contrast, and the system's colours, by turns. */
const CONTRASTS = ['contrast-light', 'contrast-dark', 'forced-colors', 'phone-wide'];

for (const language of LANGUAGES) {
  for (const name of covering) {
    test(`${name} (${language}) small`, ({ window }) => look(window, name, language, sizeOf('small')));
  }
}
covering.forEach((name, index) => {
  const language = LANGUAGES[index % LANGUAGES.length] ?? 'ja';
  for (const size of [...ONCE, CONTRASTS[index % CONTRASTS.length] ?? '']) {
    test(`${name} (${language}) ${size}`, ({ window }) => look(window, name, language, sizeOf(size), true));
  }
});
