import { test } from '@playwright/test';
import { samples } from '../../gallery/samples.ts';
import { LANGUAGES, look } from './look.ts';
import { sizeOf } from './sizes.ts';

for (const language of LANGUAGES) {
  for (const name of Object.keys(samples)) {
    test(`${name} (${language})`, ({ page }, { project }) => look(page, name, language, sizeOf(project.name)));
  }
}
