import { list } from '../i18n/format';
import { label } from '../i18n/messages';

/** Where numbers of steps stand, like `3-1-ios-8`: the section, whose steps, and the step. */
const NUMBER = /^([1-9](?:-\d)?)(?:-(pc|ios|android|mobile))?(?:-(\d+))?$/;

/** The numbers of a step of the paper manual. */
export function numbers(manual: string | null): readonly string[] {
  return manual?.split(' ') ?? [];
}

/** The same as one reads them, like 「3-1 Android (5)」; empty where the manual has no number there. */
export function manualWords(manual: string | null): string {
  const words = numbers(manual).flatMap((number) => {
    const [, section, where, step] = NUMBER.exec(number) ?? [];
    if (!section) return [];
    const whose =
      where === 'pc'
        ? label('guide_where_pc')
        : where === 'ios'
          ? label('guide_where_iphone')
          : where === 'android'
            ? label('guide_where_android')
            : '';
    return [[section, whose, step && `(${step})`].filter(Boolean).join(' ')];
  });
  return list(words);
}
