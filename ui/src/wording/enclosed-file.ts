import type { Translator } from '../i18n/translation';
import type { CertificateKind } from '../types/CertificateKind';

/** What the file in the profile is called, by which Settings asks for its password; in Japanese, whatever the app speaks. */
export function enclosedFile(translator: Translator, kind: CertificateKind | null | undefined): string {
  return translator.label(`system_file_${kind ?? 'dx'}`);
}
