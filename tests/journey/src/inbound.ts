import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { top } from './places.ts';

/** What a facility card says, written by hand: the app must write and read exactly this. */
export function cardLink({ office, kind, id }: { office: string; kind?: 'dx' | 'hoken'; id?: string }): string {
  const parts = ['v=1', kind && `kind=${kind}`, `office=${encodeURIComponent(office)}`, id && `id=${id}`];
  return `shomei-navi://card?${parts.filter(Boolean).join('&')}`;
}

/** What the QR code of the paper manual says. */
export const MANUAL = 'https://www.e-seikyuu.jp';

export const OFFICE = 'さくら訪問介護ステーション';
export const USER_ID = 'KJ1372000123A5';

/** A host of the publisher's in the tests of the Rust side; the app as it is built has none. */
const PUBLISHED = /^https:\/\/links\.example/i;

/** So many links that somebody else wrote, with the code each is refused with, as the Rust side's tests have them. */
export function hostileLinks(
  count: number,
  wanted: (link: string) => boolean = () => true,
): { link: string; code: string }[] {
  const program = path.join(top, 'target/debug/examples/hostile_links');
  const all = JSON.parse(execFileSync(program, { maxBuffer: 1 << 28 }).toString()) as { link: string; code: string }[];
  const found = all
    .filter(({ link }) => wanted(link))
    .map(({ link, code }) => ({
      link,
      code: PUBLISHED.test(link) && code !== 'door-too-long' ? 'door-not-ours' : code,
    }));
  return Array.from({ length: count }, (_, at) => found[Math.floor((at * found.length) / count)]).filter(
    (each) => each !== undefined,
  );
}
