import type { OverlayOf } from '../src/session/view-types';
import type { AsideView } from '../src/types/AsideView';
import type { CardPicture } from '../src/types/CardPicture';
import type { DoorView } from '../src/types/DoorView';
import type { View } from '../src/types/View';
import { at, failure, iphone, login, over, practice, settings, summary, verify, within, type Sample } from './views.ts';

/* What comes from outside: the camera's page, the card for the wall, and the dialog at the door. */

/** The QR code of the text beside it. */
const card: CardPicture = {
  text: 'https://www.e-seikyuu.jp',
  rows: [
    '1111111010010010001111111',
    '1000001010111010101000001',
    '1011101010011111101011101',
    '1011101001101101101011101',
    '1011101011010100101011101',
    '1000001000110000001000001',
    '1111111010101010101111111',
    '0000000000110100100000000',
    '1001111111111011110010111',
    '1110010001111001010111110',
    '1010101010011001101101001',
    '1111110110010011100101111',
    '1110011101000001001000001',
    '1001000110001101110010010',
    '1100101110100111011011111',
    '1010110010101000010101101',
    '1001111000011110111110110',
    '0000000011110100100010110',
    '1111111010001000101010001',
    '1000001010010110100010001',
    '1011101010111011111110000',
    '1011101010101111101000011',
    '1011101000111110010011111',
    '1000001001011000000110111',
    '1111111010110000110001001',
  ],
};

export const pcCard: AsideView = { id: 'pc-card', phone: '0570-059-402', wayBack: card };

const facilityCard: OverlayOf<'facility-card'> = {
  id: 'facility-card',
  offices: [],
  knownUserId: null,
  kind: null,
  office: '',
  userId: null,
  failure: null,
  card: null,
};
const made: AsideView = {
  ...facilityCard,
  offices: [
    { office: 'a', name: summary.office },
    { office: 'b', name: 'デイサービスひまわり' },
  ],
  knownUserId: 'KJ1372000123A5',
  kind: 'hoken',
  office: summary.office,
  userId: 'KJ1372000123A5',
  card,
};
const scan: AsideView = { id: 'scan', failure: null };

/** What the camera of this sample gives. */
type Answer = { error: string } | { shown: 'code' | 'nothing' } | 'never';

/** Gives the page a camera, then presses the button. */
function withCamera(answer: Answer, more: { codes?: number; torch?: boolean; after?: number } = {}): Sample {
  return {
    view: over(scan, iphone).view,
    apart: JSON.stringify([answer, more]),
    ...(more.codes === undefined ? {} : { codes: more.codes }),
    then: async () => {
      Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia: given } });
      document.querySelector<HTMLElement>('[data-shown] [data-main]')?.click();
      await pause(300);
      if (!more.after) return;
      const now = performance.now.bind(performance);
      performance.now = () => now() + (more.after ?? 0);
      await pause(500);
    },
  };

  async function given(): Promise<MediaStream> {
    if (answer === 'never') return new Promise(() => undefined);
    if ('error' in answer) throw new DOMException('', answer.error);
    const stream = picture(answer.shown).captureStream();
    const [track] = stream.getVideoTracks();
    if (track && more.torch) track.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
    return stream;
  }
}

/** A wall, and the card on it. */
function picture(shown: 'code' | 'nothing'): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 720];
  const context = canvas.getContext('2d');
  const draw = () => {
    if (!context) return;
    context.fillStyle = '#8a8579';
    context.fillRect(0, 0, 1280, 720);
    if (shown === 'nothing') return;
    context.fillStyle = '#fff';
    context.fillRect(470, 190, 340, 340);
    context.fillStyle = '#222';
    const dots = card.rows.flatMap((row, y) => Array.from(row, (dot, x) => ({ dot, x, y })));
    for (const { dot, x, y } of dots) if (dot === '1') context.fillRect(490 + x * 12, 210 + y * 12, 12.5, 12.5);
  };
  draw();
  // A stream has a picture whenever something was drawn.
  setInterval(draw, 100);
  return canvas;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const door = (found: DoorView, more: Partial<View> = {}): Sample => at('prepare', login, { door: found, ...more });
const cardAtDoor: DoorView = {
  id: 'card',
  office: summary.office,
  kind: 'hoken',
  userId: 'KJ1372000123A5',
  leaves: null,
};

export const doors: Record<string, Sample> = {
  'aside-scan': over(scan),
  'aside-scan-starting': withCamera('never'),
  'aside-scan-running': withCamera({ shown: 'code' }, { torch: true }),
  'aside-scan-several': withCamera({ shown: 'code' }, { codes: 2 }),
  'aside-scan-slow': withCamera({ shown: 'nothing' }, { after: 11_000 }),
  'aside-scan-denied': withCamera({ error: 'NotAllowedError' }),
  'aside-scan-absent': withCamera({ error: 'NotFoundError' }),
  'aside-scan-busy': withCamera({ error: 'NotReadableError' }),
  'aside-scan-not-ours': {
    view: over({ id: 'scan', failure: failure('door-not-ours', false) }).view,
    apart: 'failure',
  },
  'aside-card-form': { view: over(facilityCard).view, apart: 'form' },
  'aside-card-refused': {
    view: over({
      ...facilityCard,
      office: 'さくら',
      userId: 'KJ13720',
      failure: failure('user-id-invalid', false),
    }).view,
    apart: 'refused',
  },
  'aside-card': over(made),
  'aside-card-change': within(made, 'change'),
  'aside-browser': over({ id: 'browser' }),
  'aside-browser-ios': over({ id: 'browser' }, iphone),
  'aside-pc-card': over(pcCard),
  'door-portal': door({ id: 'portal', leaves: null }),
  'door-card': door(cardAtDoor),
  'door-card-practice': {
    view: door({ ...cardAtDoor, kind: null, userId: null }, { practice }).view,
    apart: 'practice',
  },
  'door-file-leaves': at('install', settings, { ...iphone, door: { id: 'file', leaves: 'leave-hand-over' } }),
  'door-card-leaves': at(
    'download',
    { id: 'downloading', at: 'fetching', slow: false },
    { back: 'asks', door: { ...cardAtDoor, leaves: 'leave-download' } },
  ),
  'door-verified': at('verify', verify, { ...iphone, door: { id: 'verified' } }),
  'door-refused': door({ id: 'refused', failure: failure('door-damaged', false) }),
};
