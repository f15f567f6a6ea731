import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { By } from 'selenium-webdriver';
import { onTestFinished } from 'vitest';
import { PATIENCE } from './app-window.ts';
import { Caregiver } from './caregiver.ts';
import { appBinary } from './places.ts';
import { Messenger } from './messenger.ts';
import { RunningApp } from './running-app.ts';
import { SessionBus } from './session-bus.ts';
import { WebDriverWindow } from './webdriver-window.ts';

/** What the dialog shows about what came from outside. */
export interface ShownDialog {
  /** `inbound-card` and the like. */
  name: string;
  words: string;
  /** Code of what was refused. */
  code: string | undefined;
}

/** The app, the system around it that brings links and files, and somebody in front of it. */
export class InboundApp {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'shomei-navi-inbound-'));
  readonly #bus: SessionBus;
  #app: RunningApp | undefined;
  #caregiver: Caregiver | undefined;
  #messenger: Messenger | undefined;

  private constructor(bus: SessionBus) {
    this.#bus = bus;
  }

  /** Starts the app, with this link or file where there is one. */
  static async begin(...brought: string[]): Promise<InboundApp> {
    const started = new InboundApp(await SessionBus.start());
    onTestFinished(() => started.#end());
    const state = { v: 1, settings: { appearance: { language: 'ja' } } };
    writeFileSync(path.join(started.folder, 'state.json'), JSON.stringify(state));
    await started.#start(brought);
    return started;
  }

  get caregiver(): Caregiver {
    if (!this.#caregiver) throw new Error('nobody is here');
    return this.#caregiver;
  }

  /** The system opens a link or a file while the app runs: it starts the app again, which hands it over and ends. */
  brings(...brought: string[]): void {
    this.#startsAgain(appBinary, brought);
  }

  /** The same with a file whose path is not UTF-8, as Node hands it to no program: a shell makes it of escaped bytes. */
  bringsBytes(path: Buffer): void {
    const escaped = [...path].map((byte) => `\\0${byte.toString(8)}`).join('');
    this.#startsAgain('sh', ['-c', 'exec "$0" "$(printf %b "$1")"', appBinary, escaped]);
  }

  #startsAgain(program: string, given: string[]): void {
    const { status, signal, stderr } = spawnSync(program, given, {
      env: { ...process.env, ...this.#bus.env, SHOMEI_NAVI_FOLDER: this.folder },
      timeout: PATIENCE,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the second start ended with ${status ?? signal}: ${stderr}`);
  }

  /** The same without the start: only what it hands over, many times a second. */
  async hands(...brought: string[]): Promise<void> {
    this.#messenger ??= new Messenger(this.#bus.env);
    await this.#messenger.hands(brought);
  }

  /** Killed without a word, then started again, with this link or file. */
  async isKilledAndReturns(...brought: string[]): Promise<void> {
    await this.#app?.kill();
    await this.#start(brought);
  }

  /** The dialog about what came; waits until it is there. */
  async dialog(): Promise<ShownDialog> {
    const end = Date.now() + PATIENCE;
    for (let found = await this.dialogNow(); ; found = await this.dialogNow()) {
      if (found) return found;
      if (Date.now() > end) throw new Error('no dialog came');
      await this.#driver.sleep(30);
    }
  }

  /** That dialog, where it is there at this moment. */
  async dialogNow(): Promise<ShownDialog | undefined> {
    return this.#driver.executeScript<ShownDialog | undefined>(`
      const dialog = document.querySelector('[data-question^="inbound-"]');
      return dialog && {
        name: dialog.dataset.question,
        words: dialog.innerText.replaceAll(/[\\u200b\\u2060]/g, ''),
        code: dialog.querySelector('[data-failure]')?.dataset.failure,
      };
    `);
  }

  /** Reads the dialog for as long as it takes, and presses this. */
  async answers(testid: 'confirm' | 'decline' | 'main'): Promise<void> {
    await this.#driver.sleep(600);
    const css = testid === 'main' ? '[data-question] [data-main]' : `[data-question] [data-testid="${testid}"]`;
    await this.#driver.findElement(By.css(css)).click();
  }

  /** Closes the dialog by the app's own intent, without the time to read it. */
  async dismisses(): Promise<void> {
    await this.#driver.executeAsyncScript(`
      window.__TAURI_INTERNALS__.invoke('intent', { intent: { id: 'dismiss' } }).then(arguments[0]);
    `);
    const end = Date.now() + PATIENCE;
    while (await this.dialogNow()) if (Date.now() > end) throw new Error('the dialog stays');
  }

  /** So long that the system cannot have meant the same link. */
  async waits(): Promise<void> {
    await this.#driver.sleep(2_200);
  }

  /** Of the app and of the engine that draws it. */
  get processes(): { app: number[]; web: number[] } {
    if (!this.#app) throw new Error('the app is not running');
    return this.#app.processes;
  }

  /** What the app keeps. */
  kept(): { journal: unknown } {
    return { journal: null, ...(JSON.parse(readFileSync(path.join(this.folder, 'state.json'), 'utf8')) as object) };
  }

  async #start(brought: string[]): Promise<void> {
    this.#app = await RunningApp.start(this.folder, '', '', { args: brought, env: this.#bus.env });
    const window = new WebDriverWindow(this.#app.driver);
    if (this.#caregiver) this.#caregiver.returnsTo(window);
    else this.#caregiver = new Caregiver(window);
  }

  get #driver() {
    if (!this.#app) throw new Error('the app is not running');
    return this.#app.driver;
  }

  #end(): void {
    this.#messenger?.stop();
    this.#app?.stop();
    this.#bus.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
