/** What a facility card says, written by hand: the app must write and read exactly this. */
export function cardLink({ office, kind, id }: { office: string; kind?: 'dx' | 'hoken'; id?: string }): string {
  const parts = ['v=1', kind && `kind=${kind}`, `office=${encodeURIComponent(office)}`, id && `id=${id}`];
  return `shomei-navi://card?${parts.filter(Boolean).join('&')}`;
}

/** What the QR code of the paper manual says. */
export const MANUAL = 'https://www.e-seikyuu.jp';

export const OFFICE = 'さくら訪問介護ステーション';
export const USER_ID = 'KJ1372000123A5';
