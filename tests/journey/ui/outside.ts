import { chromium, type APIResponse, type Page } from '@playwright/test';
import { film, type Grey } from '../src/scenes.ts';
import { test as session } from './session.ts';

/* What is outside of the app: camera, links, files. */

interface Outside {
  /** Switches of a browser of the test's own, which cannot be changed later; undefined if it is the usual browser. */
  camera: { switches: () => readonly string[] } | undefined;
  /** A link comes from outside. */
  openLink: (link: string) => Promise<void>;
  /** A file comes from outside, or one that cannot be read for this reason. */
  openFile: (bytes: Buffer, failure?: string) => Promise<void>;
  /** What the user will pick next. */
  willPick: (bytes: Buffer) => Promise<void>;
}

export const test = session.extend<Outside>({
  camera: [undefined, { option: true }],
  context: async ({ camera, context, launchOptions, baseURL, viewport, locale, timezoneId }, use) => {
    if (!camera) return use(context);
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...(launchOptions.args ?? []), ...camera.switches()],
    });
    await use(
      await browser.newContext({
        ...(baseURL ? { baseURL } : {}),
        viewport,
        ...(locale ? { locale } : {}),
        ...(timezoneId ? { timezoneId } : {}),
      }),
    );
    await browser.close();
  },
  openLink: async ({ page, session }, use) => {
    await use(async (link) => {
      await well(page.request.post('/open-link', { headers: session(), data: { link } }));
    });
  },
  openFile: async ({ page, session }, use) => {
    await use(async (bytes, failure = '') => {
      const headers = { ...session(), failure, 'content-type': 'application/octet-stream' };
      await well(page.request.post('/open-file', { headers, data: bytes }));
    });
  },
  willPick: async ({ page, session }, use) => {
    await use(async (bytes) => {
      const headers = { ...session(), 'content-type': 'application/octet-stream' };
      await well(page.request.put('/picked-file', { headers, data: bytes }));
    });
  },
});

async function well(asked: Promise<APIResponse>): Promise<void> {
  const answer = await asked;
  if (!answer.ok()) throw new Error(`${answer.url()} says ${answer.status()}`);
}

/** A camera that shows this picture, in a browser that always allows it. */
export function showing(file: string, picture: () => Grey): Outside['camera'] {
  return {
    switches: () => [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film(file, picture())}`,
    ],
  };
}

/** From now on the page remembers every stream that it gets, so that it can be seen whether it let go of it. */
export async function watchStreams(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const media = navigator.mediaDevices;
    const ask = media.getUserMedia.bind(media);
    const streams: MediaStream[] = [];
    Object.assign(window, { streams });
    media.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      streams.push(stream);
      return stream;
    };
  });
}

/** How the tracks of all these streams are. */
export async function tracks(page: Page): Promise<MediaStreamTrackState[]> {
  return page.evaluate(() =>
    (window as unknown as { streams: MediaStream[] }).streams.flatMap((each) =>
      each.getTracks().map((track) => track.readyState),
    ),
  );
}

/** As long as it takes to see what came by itself: what is pressed sooner is not taken for an answer. */
export async function read(page: Page): Promise<void> {
  await page.waitForTimeout(600);
}
