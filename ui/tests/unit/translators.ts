import { fetchCatalogue, type Language } from '../../src/i18n/catalogue';
import { CatalogueTranslator } from '../../src/i18n/translator';
import type { Limits } from '../../src/types/Limits';

/** A translator of a whole catalogue. */
export async function translatorOf(language: Language, limits: Limits | null = null): Promise<CatalogueTranslator> {
  return new CatalogueTranslator(language, await fetchCatalogue(language), () => limits);
}
