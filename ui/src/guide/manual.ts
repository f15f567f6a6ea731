import { list } from '../i18n/format';
import type { Translator } from '../i18n/translation';

/** Where numbers of steps stand, like `3-1-ios-8`: the section, whose steps, and the step. */
const NUMBER = /^([1-9](?:-\d)?)(?:-(pc|ios|android|mobile))?(?:-(\d+))?$/;

/** The numbers of a step of the paper manual. */
export function numbers(manual: string | null): readonly string[] {
  return manual?.split(' ') ?? [];
}

/** The same as one reads them, like 「3-1 Android (5)」; empty where the manual has no number there. */
export function manualWords(translator: Translator, manual: string | null): string {
  const words = numbers(manual).flatMap((number) => {
    const [, section, where, step] = NUMBER.exec(number) ?? [];
    if (!section) return [];
    const whose =
      where === 'pc'
        ? translator.label('guide_where_pc')
        : where === 'ios'
          ? translator.label('guide_where_iphone')
          : where === 'android'
            ? translator.label('guide_where_android')
            : '';
    return [[section, whose, step && `(${step})`].filter(Boolean).join(' ')];
  });
  return list(translator, words);
}
