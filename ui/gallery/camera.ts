import { reachedView } from './views.ts';
import { until, type Sample } from './sample.ts';

/* A camera that needs no hardware: it sees the facility card on a wall, or the wall alone. */

/** What the camera gives. */
type Answer = { error: string } | { sees: 'code' | 'nothing' } | 'never';

interface Wanted {
  /** Selector of what the page shows then. */
  shown: string;
  /** QR codes that every picture holds. */
  codes?: number;
  torch?: boolean;
  /** Milliseconds that pass once it runs. */
  after?: number;
}

const MAIN = '[data-shown] [data-main]';

/** Gives the page a camera, presses the button, and waits for what comes of it. */
export function withCamera(answer: Answer, { shown, codes, torch = false, after = 0 }: Wanted): Sample {
  return {
    view: reachedView('overlay-scan-ios'),
    apart: JSON.stringify([answer, codes, torch, after]),
    ...(codes === undefined ? {} : { codes }),
    act: async (_, leave) => {
      Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia: give } });
      leave(() => Reflect.deleteProperty(navigator, 'mediaDevices'));
      document.querySelector<HTMLElement>(MAIN)?.click();
      if (typeof answer === 'object' && 'sees' in answer) await until(isSeen);
      if (after > 0) {
        const before = said();
        const now = performance.now.bind(performance);
        performance.now = () => now() + after;
        leave(() => Reflect.deleteProperty(performance, 'now'));
        await until(() => said() !== before);
      }
      await until(() => document.querySelector(shown) !== null);

      async function give(): Promise<MediaStream> {
        if (answer === 'never') return new Promise(() => undefined);
        if ('error' in answer) throw new DOMException('', answer.error);
        const { canvas, stop } = wall(answer.sees);
        leave(stop);
        const stream = canvas.captureStream();
        const [track] = stream.getVideoTracks();
        if (track && torch) track.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities;
        return stream;
      }
    },
  };
}

function isSeen(): boolean {
  const video = document.querySelector('video');
  return video !== null && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
}

function said(): string {
  return document.querySelector('[data-shown] [role=status]')?.textContent ?? '';
}

/** A wall, with the card on it or without. A stream has a picture whenever something was drawn. */
function wall(sees: 'code' | 'nothing'): { canvas: HTMLCanvasElement; stop: () => void } {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1280, 720];
  const context = canvas.getContext('2d');
  const draw = () => {
    if (!context) return;
    context.fillStyle = '#8a8579';
    context.fillRect(0, 0, 1280, 720);
    if (sees === 'nothing') return;
    context.fillStyle = '#fff';
    context.fillRect(470, 190, 340, 340);
    context.fillStyle = '#222';
    const rows = card();
    const dot = 300 / rows.length;
    rows.forEach((row, y) => {
      Array.from(row).forEach((each, x) => {
        if (each === '1') context.fillRect(490 + x * dot, 210 + y * dot, dot + 0.5, dot + 0.5);
      });
    });
  };
  draw();
  const drawing = setInterval(draw, 100);
  return { canvas, stop: () => clearInterval(drawing) };
}

function card(): readonly string[] {
  const { overlay } = reachedView('overlay-card');
  return (overlay?.id === 'facility-card' && overlay.card?.rows) || [];
}
