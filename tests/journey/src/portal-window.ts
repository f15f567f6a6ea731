import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Title of the window: the portal's name. */
const TITLE = '^電子請求受付システム';
const PATIENCE = 30_000;

/** The portal's own window of the real app, used as a person does: with mouse and keyboard. */
export class PortalWindow {
  readonly #id: string;

  private constructor(id: string) {
    this.#id = id;
  }

  static async open(): Promise<PortalWindow> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const id = found();
      if (id) {
        execFileSync('xdotool', ['windowmove', id, '0', '0', 'windowraise', id, 'windowfocus', id]);
        return new PortalWindow(id);
      }
      if (Date.now() > end) throw new Error('the portal’s window did not open');
      await sleep(100);
    }
  }

  /** The large button below the pages. */
  press(): void {
    try {
      const { width, height } = this.#size();
      const at = [`${Math.round(width / 2)}`, `${height - 32}`];
      execFileSync('xdotool', ['mousemove', '--window', this.#id, ...at, 'sleep', '0.1', 'click', '1']);
    } catch (cause) {
      // The file may have closed it meanwhile.
      if (found()) throw cause;
    }
  }

  type(text: string): void {
    execFileSync('xdotool', ['type', '--delay', '30', text]);
  }

  /** Presses what is marked, one thing after the other, until a file has closed the window. */
  async isPressedUntilGone(): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (found()) {
      if (Date.now() > end) throw new Error(`the portal’s window is still there: ${this.#title()}`);
      this.press();
      await sleep(1_500);
    }
  }

  /** Waits for this step, which the title says. */
  async sees(step: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    for (let title = ''; !title.includes(step); title = this.#title()) {
      if (Date.now() > end) throw new Error(`the portal’s window says ${title}, not ${step}`);
      await sleep(100);
    }
    // What the step marks follows it at once; a page may still move.
    await sleep(700);
  }

  #title(): string {
    try {
      return execFileSync('xdotool', ['getwindowname', this.#id], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    } catch {
      return '';
    }
  }

  #size(): { width: number; height: number } {
    const said = execFileSync('xdotool', ['getwindowgeometry', '--shell', this.#id], { encoding: 'utf8' });
    const value = (name: string) => Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(said)?.[1]);
    return { width: value('WIDTH'), height: value('HEIGHT') };
  }
}

function found(): string | undefined {
  try {
    const ids = execFileSync('xdotool', ['search', '--onlyvisible', '--name', TITLE], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return ids.trim().split('\n').at(-1) || undefined;
  } catch {
    // None is there.
    return undefined;
  }
}
