import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OverlayView } from '../../../ui/src/types/OverlayView.ts';
import type { ProfileProblem } from '../../../ui/src/types/ProfileProblem.ts';
import type { Screen } from '../../../ui/src/types/Screen.ts';
import type { SystemAnswer } from '../../../ui/src/types/SystemAnswer.ts';
import type { SystemScreen } from '../../../ui/src/types/SystemScreen.ts';
import { coveredFocus } from '../../../ui/tests/screens/covered-focus.ts';
import { PATIENCE, type AppWindow } from './app-window.ts';
import { isEmpty } from './picture.ts';

/** What has the focus, as it is written. */
const FOCUSED = 'return document.activeElement?.outerHTML.slice(0, 120)';

/** Called with the name of every screen that is newly seen. */
export type Onlooker = (name: string, window: AppWindow) => Promise<void>;

/** Somebody who goes the way: sees screens, presses and types what a person would, and counts it. */
export class Caregiver {
  /** Taps and filled fields in the app, in order. */
  readonly inApp: string[] = [];
  /** Taps and filled fields on the system's screens, in order. */
  readonly onSystem: string[] = [];
  #window: AppWindow;
  readonly #onlooker: Onlooker | undefined;
  #noticed = '';

  constructor(window: AppWindow, onlooker?: Onlooker) {
    this.#window = window;
    this.#onlooker = onlooker;
  }

  /** Goes on in an app that was started again. */
  returnsTo(window: AppWindow): void {
    this.#window = window;
  }

  /** From here on actions count. */
  startsCounting(): void {
    this.inApp.length = 0;
    this.onSystem.length = 0;
  }

  /** Waits for a screen of the way, with nothing over it. */
  async sees(screen: Screen['id']): Promise<void> {
    await this.#window.see(`body:not(:has([data-system], [data-question])) [data-screen="${screen}"][data-shown]`);
    await this.#notice(screen);
  }

  /** Waits for a page over the screen. */
  async seesAside(page: OverlayView['id']): Promise<void> {
    await this.#window.see(`[data-overlay="${page}"]`);
    await this.#notice(`overlay-${page}`);
  }

  /** Waits for a system screen of the practice phone. */
  async seesSystem(screen: SystemScreen['id']): Promise<void> {
    await this.#window.see(`[data-system="${screen}"]`);
    await this.#notice(`system-${screen}`);
  }

  /** Waits for the page on one thing that can stand in the way. */
  async seesHurdle(page: ProfileProblem): Promise<void> {
    await this.#window.see(`[data-overlay="profile-problem"] [data-profile-problem="${page}"]`);
    await this.#notice(`profile-problem-${page}`);
  }

  /** Waits until these words are on the page. */
  async seesText(words: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await this.readsPage()).includes(words)) {
      if (Date.now() > end) throw new Error(`the page does not say ${words}:\n${await this.readsPage()}`);
    }
  }

  /** Waits until the phone's browser shows a page that does not have this heading any more. */
  async seesPageAfter(heading: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while ((await this.#window.read('[data-system] h2')).replace(/\s/g, '').includes(heading)) {
      if (Date.now() > end) throw new Error(`the browser still shows ${heading}`);
    }
  }

  /** Waits for a failure that is said on the screen, by its code. */
  async seesFailure(code: string): Promise<void> {
    await this.#window.see(`[data-failure="${code}"]`);
    await this.#notice(`failure-${code}`);
  }

  /** Waits for something that no screen's name tells, by its place in the page. */
  async finds(css: string): Promise<void> {
    await this.#window.see(css);
  }

  /** The main button of a screen; `name` is what the count calls it. */
  async pressesMain(name: string): Promise<void> {
    await this.#window.press('[data-shown] [data-main]:not([aria-disabled="true"])');
    this.inApp.push(name);
  }

  /** Another button of the app. */
  async presses(testid: string, name = testid): Promise<void> {
    await this.#window.press(`[data-testid="${testid}"]`);
    this.inApp.push(name);
  }

  /** Answers a question by staying where one is. */
  async stays(): Promise<void> {
    await this.#window.press('[data-question] [data-main]');
    this.inApp.push('stay');
  }

  /** Leaves for the practice phone's Settings; on a real phone that is the home screen's doing, so it counts there. */
  async opensSettings(): Promise<void> {
    await this.#window.press('[data-testid="open-settings"]');
    this.onSystem.push('設定を開く');
  }

  /** Opens what is folded up. */
  async unfolds(testid: string): Promise<void> {
    await this.#window.press(`[data-shown] [data-testid="${testid}"] > summary`);
    this.inApp.push(testid);
  }

  /** Takes one of several. */
  async chooses(group: string, value: string): Promise<void> {
    await this.#window.press(`label:has(input[name="${group}"][value="${value}"])`);
    this.inApp.push(value);
  }

  /** Fills a field of the app. */
  async types(field: string, text: string, name: string): Promise<void> {
    await this.#window.type(`#${field}`, text);
    this.inApp.push(name);
  }

  /** Answers the practice phone's system screen. */
  async answers(screen: SystemScreen['id'], answer: SystemAnswer = 'go'): Promise<void> {
    await this.seesSystem(screen);
    // Not of the page that an alert stands above.
    await this.#window.press(`[data-system="${screen}"] [data-answer="${answer}"]:not([inert] *)`);
    this.onSystem.push(answer === 'go' ? screen : `${screen}: ${answer}`);
  }

  /** Fills the field of a system screen. */
  async typesIntoSystem(screen: SystemScreen['id'], text: string): Promise<void> {
    await this.seesSystem(screen);
    await this.#window.type(`[data-system="${screen}"] input`, text);
    this.onSystem.push(`${screen}: typed`);
  }

  /** What stands somewhere, for instance in the practice letter. */
  async reads(testid: string): Promise<string> {
    return this.#window.read(`[data-testid="${testid}"]`);
  }

  /** The headline of what is shown, without the invisible marks of its breaks. */
  async readsHeadline(): Promise<string> {
    return (await this.#window.read('[data-shown] h1')).replace(/[\u200b\u2060\s]/g, '');
  }

  /** All words of the page. */
  async readsPage(): Promise<string> {
    // Where a line may break, or may not, is for the eye.
    return (await this.#window.read('body')).replace(/[\u200b\u2060]/g, '');
  }

  /** The address that a browser of the practice phone shows. */
  async readsAddress(): Promise<string> {
    // What is cut off by the bar is no text for a driver.
    return (await this.#window.attribute('[data-system] .simulated-phone__address', 'textContent')) ?? '';
  }

  /** What a system screen of the practice phone says. */
  async readsSystem(): Promise<string> {
    return (await this.#window.read('[data-system]')).replace(/[\u200b\u2060]/g, '');
  }

  /** A drawing is on the page that is shown. */
  async seesDrawing(): Promise<void> {
    await this.#window.see('[data-shown] svg.drawing');
  }

  /** Holds a phone of which the page has so many CSS pixels. */
  async holds(width: number, height: number): Promise<void> {
    await this.#window.resize(width, height);
  }

  /** Scrolls to the end of the page; answers how many pixels that was. */
  async scrollsToEnd(): Promise<number> {
    return (await this.#window.ask('scrollTo(0, document.body.scrollHeight); return scrollY')) as number;
  }

  /** Scrolls until a button of what is shown stands amid the page; answers how many pixels that was. */
  async scrollsTo(testid: string): Promise<number> {
    await this.finds(`[data-shown] [data-testid="${testid}"]`);
    return (await this.#window.ask(
      `document.querySelector('[data-shown] [data-testid="${testid}"]').scrollIntoView({ block: 'center' }); return scrollY`,
    )) as number;
  }

  /** Waits for the page to come to its headline; answers how many pixels it is scrolled then. */
  async arrives(): Promise<number> {
    await this.hasFocusOn('[data-shown] h1');
    return this.scrolled();
  }

  /** Pixels that the page is scrolled. */
  async scrolled(): Promise<number> {
    return (await this.#window.ask('return scrollY')) as number;
  }

  /** Waits until this has the focus. */
  async hasFocusOn(css: string): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await this.#window.ask(`return document.activeElement?.matches(${JSON.stringify(css)}) ?? false`))) {
      if (Date.now() > end) {
        throw new Error(`the focus is not on ${css}: ${String(await this.#window.ask(FOCUSED))}`);
      }
    }
  }

  /** Gives everything that can have it the focus, there and back; answers what lies under a bar or outside of the page then. */
  async findsCovered(): Promise<unknown> {
    return this.#window.ask(`return (${coveredFocus.toString()})(true)`);
  }

  /** What stands in a field. */
  async readsField(field: string): Promise<string> {
    return (await this.#window.attribute(`#${field}`, 'value')) ?? '';
  }

  /** The field says that what stands in it is wrong. */
  async isMarkedWrong(field: string): Promise<boolean> {
    return (await this.#window.attribute(`#${field}`, 'aria-invalid')) === 'true';
  }

  async #notice(name: string): Promise<void> {
    if (name === this.#noticed) return;
    this.#noticed = name;
    await this.#onlooker?.(name, this.#window);
  }
}

/** Keeps a picture of every screen seen, numbered in their order; none of them may be empty. */
export function photographer(folder: string): Onlooker {
  let taken = 0;
  mkdirSync(folder, { recursive: true });
  return async (name, window) => {
    taken += 1;
    const picture = await window.photograph();
    writeFileSync(path.join(folder, `${String(taken).padStart(2, '0')}-${name}.png`), picture);
    if (isEmpty(picture)) throw new Error(`the picture of ${name} is empty`);
  };
}
