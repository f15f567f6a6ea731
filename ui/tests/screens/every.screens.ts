import { samples } from '../../gallery/samples.ts';
import { languagesOf, look, test } from './look.ts';
import { sizes, type Size } from './sizes.ts';

/** The same layout in other colours: its words were read in the light one. */
const isRepeated = (size: Size) => size.scheme === 'dark' || size.contrast !== undefined;

for (const size of sizes) {
  Object.keys(samples).forEach((name, index) => {
    for (const language of languagesOf(index, size)) {
      test(`${name} (${language}) @${size.name}`, ({ window }) => look(window, name, language, size, isRepeated(size)));
    }
  });
}
