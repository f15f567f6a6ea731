import { fetchCatalogue, type Language } from '../../src/i18n/catalogue';
import { CatalogueTranslator } from '../../src/i18n/translator';
import type { Limits } from '../../src/types/Limits';
import type { Platform } from '../../src/types/Platform';

/** A translator of a whole catalogue, on a phone where nothing else is said. */
export async function translatorOf(
  language: Language,
  limits: Limits | null = null,
  platform: Platform = 'iphone',
): Promise<CatalogueTranslator> {
  return new CatalogueTranslator(language, await fetchCatalogue(language), () => limits && { limits, platform });
}
