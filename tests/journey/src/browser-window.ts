import type { Page } from '@playwright/test';
import { PATIENCE, type AppWindow } from './app-window.ts';

/** The UI in a browser. */
export class BrowserWindow implements AppWindow {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    page.setDefaultTimeout(PATIENCE);
  }

  async see(css: string): Promise<void> {
    await this.#shown(css).waitFor();
  }

  async press(css: string): Promise<void> {
    await this.#shown(css).click();
  }

  async type(css: string, text: string): Promise<void> {
    await this.#shown(css).clear();
    await this.#shown(css).pressSequentially(text);
  }

  async read(css: string): Promise<string> {
    return (await this.#shown(css).innerText()).trim();
  }

  async attribute(css: string, name: string): Promise<string | null> {
    const shown = this.#shown(css);
    return name === 'value' ? shown.inputValue() : shown.getAttribute(name);
  }

  async ask(script: string): Promise<unknown> {
    return this.#page.evaluate(`(() => {${script}})()`);
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#page.setViewportSize({ width, height });
  }

  async photograph(): Promise<Buffer> {
    return this.#page.screenshot();
  }

  #shown(css: string) {
    return this.#page.locator(css).filter({ visible: true }).first();
  }
}
