import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { Caregiver, photographer } from './caregiver.ts';
import { RunningApp } from './running-app.ts';
import { WebDriverWindow } from './webdriver-window.ts';

/** The app on a folder of its own, and somebody in front of it; both gone when the test has finished, however. */
export class Walk {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-'));
  #app: RunningApp | undefined;
  #caregiver: Caregiver | undefined;
  #phone: string;

  private constructor(phone: string) {
    this.#phone = phone;
  }

  /**
   * Starts the app; `pictures`: a folder that gets one picture of every screen seen; `fault`: of the practice portal;
   * `phone`: circumstances of the practice phone.
   */
  static async begin(pictures?: string, fault?: string, phone = ''): Promise<Walk> {
    const walk = new Walk(phone);
    onTestFinished(() => walk.#end());
    // The virtual display's language is English.
    const state = { v: 1, settings: { appearance: { language: 'ja' } } };
    writeFileSync(path.join(walk.folder, 'state.json'), JSON.stringify(state));
    walk.#app = await RunningApp.start(walk.folder, fault, phone);
    walk.#caregiver = new Caregiver(
      new WebDriverWindow(walk.#app.driver),
      pictures ? photographer(pictures) : undefined,
    );
    return walk;
  }

  get caregiver(): Caregiver {
    if (!this.#caregiver) throw new Error('the walk has ended');
    return this.#caregiver;
  }

  /**
   * Kills the app without a word and starts it again on the same folder; `meanwhile`: what happens to it in between;
   * `phone`: how the practice phone is from then on.
   */
  async isKilledAndReturns(meanwhile?: () => void, phone = this.#phone): Promise<void> {
    await this.#app?.kill();
    this.#phone = phone;
    meanwhile?.();
    this.#app = await RunningApp.start(this.folder, '', this.#phone);
    this.caregiver.returnsTo(new WebDriverWindow(this.#app.driver));
  }

  /** Closes the window, as a person does. */
  async closes(): Promise<void> {
    await this.#app?.close();
    this.#app = undefined;
  }

  #end(): void {
    this.#app?.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
