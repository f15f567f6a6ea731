/** What a person can do with the app's window, whatever shows it. Everything waits until it can be done. */
export interface AppWindow {
  /** Waits until something that matches is shown. */
  see(css: string): Promise<void>;
  /** Presses the first that matches, is shown and can be pressed. */
  press(css: string): Promise<void>;
  /** Replaces what stands in a field, key by key. */
  type(css: string, text: string): Promise<void>;
  /** The words of the first that matches and is shown. */
  read(css: string): Promise<string>;
  /** An attribute or property of the first that matches and is shown. */
  attribute(css: string, name: string): Promise<string | null>;
  /** What a script of the page answers, at once or later: the body of a function. */
  ask(script: string): Promise<unknown>;
  /** Makes the page this large, in CSS pixels: a keyboard comes up, a phone is small. */
  resize(width: number, height: number): Promise<void>;
  /** A PNG of what is shown, once it has been painted. */
  photograph(): Promise<Buffer>;
}

/** How long the slowest step may take: a debug build on a busy machine. */
export const PATIENCE = 30_000;
