import { By, error, type WebDriver, type WebElement } from 'selenium-webdriver';
import { PATIENCE, type AppWindow } from './app-window.ts';
import { isEmpty } from './picture.ts';

/** Waits until a part stands still: a new screen goes to its headline in the frame after it came. */
const SETTLES = `
  const [element, done] = arguments;
  element.scrollIntoView({ block: 'center' });
  let before = '';
  let still = 0;
  const look = () => {
    const { x, y } = element.getBoundingClientRect();
    const now = x + ' ' + y;
    still = now === before ? still + 1 : 0;
    before = now;
    if (still === 2 || !element.isConnected) done();
    else requestAnimationFrame(look);
  };
  look();
`;

/** The real app's window. */
export class WebDriverWindow implements AppWindow {
  readonly #driver: WebDriver;

  constructor(driver: WebDriver) {
    this.#driver = driver;
  }

  async see(css: string): Promise<void> {
    await this.#withShown(css, () => Promise.resolve());
  }

  async press(css: string): Promise<void> {
    await this.#withShown(css, async (element) => {
      await this.#driver.executeAsyncScript(SETTLES, element);
      await element.click();
    });
  }

  async type(css: string, text: string): Promise<void> {
    await this.#withShown(css, async (element) => {
      // A driver brings it to the edge of the window, beneath what sticks there.
      await this.#driver.executeScript('arguments[0].scrollIntoView({ block: "center" })', element);
      await element.clear();
      await element.sendKeys(text);
    });
  }

  async read(css: string): Promise<string> {
    return this.#withShown(css, async (element) => (await element.getText()).trim());
  }

  async attribute(css: string, name: string): Promise<string | null> {
    return this.#withShown(css, (element) => element.getAttribute(name));
  }

  async ask(script: string): Promise<unknown> {
    return this.#driver.executeAsyncScript(
      `const done = arguments[arguments.length - 1]; Promise.resolve((() => {${script}})()).then(done)`,
    );
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#driver.manage().window().setRect({ width, height });
    const end = Date.now() + PATIENCE;
    while ((await this.ask('return `${innerWidth}x${innerHeight}`')) !== `${width}x${height}`) {
      if (Date.now() > end) throw new Error(`the page does not become ${width}x${height}`);
    }
    await this.#painted();
  }

  async photograph(): Promise<Buffer> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      await this.#painted();
      const picture = Buffer.from(await this.#driver.takeScreenshot(), 'base64');
      if (!isEmpty(picture) || Date.now() > end) return picture;
    }
  }

  /** Two frames after the letters are there: the first may still show what was before. */
  async #painted(): Promise<void> {
    await this.#driver.executeAsyncScript(`
      const done = arguments[0];
      document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
    `);
  }

  /** An element that is replaced or covered while it is looked at is looked for again. */
  async #withShown<Result>(css: string, act: (element: WebElement) => Promise<Result>): Promise<Result> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      try {
        for (const element of await this.#driver.findElements(By.css(css))) {
          if (await element.isDisplayed()) return await act(element);
        }
      } catch (cause) {
        if (!passes(cause)) throw cause;
      }
      if (Date.now() > end) {
        const words = await this.#driver.findElement(By.css('body')).getText();
        throw new Error(`${css} did not come; the page says:\n${words}`);
      }
      await this.#driver.sleep(30);
    }
  }
}

/** What looking at a page gives while it changes. */
function passes(cause: unknown): boolean {
  return (
    cause instanceof error.StaleElementReferenceError ||
    cause instanceof error.ElementNotInteractableError ||
    cause instanceof error.ElementClickInterceptedError ||
    (cause instanceof error.WebDriverError && cause.message === 'Could not parse element info')
  );
}
