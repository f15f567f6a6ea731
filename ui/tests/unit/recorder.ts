import type { Backend } from '../../src/backend';
import type { Luma } from '../../src/camera/picture';
import type { Intent } from '../../src/types/Intent';
import type { UserIdCheck } from '../../src/types/UserIdCheck';
import type { View } from '../../src/types/View';
import { samples } from '../../gallery/samples.ts';

/** The far side of the seam, in the test's own hand: it shows Views and keeps what it is told, in order. */
export class Recorder implements Backend {
  readonly heard: string[] = [];
  #onView: (view: View) => void = () => undefined;
  /** Holds every intent back until it is called. */
  release: (() => void) | undefined;
  #held: Promise<void> | undefined;
  refuse: Error | undefined;

  hold(): void {
    this.#held = new Promise((resolve) => (this.release = resolve));
  }

  show(view: View): void {
    this.#onView(view);
  }

  async watch(onView: (view: View) => void): Promise<void> {
    this.#onView = onView;
  }

  async intent(intent: Intent): Promise<void> {
    this.heard.push(JSON.stringify(intent));
    await this.#held;
    if (this.refuse) throw this.refuse;
  }

  async putSecret(kind: string, value: string): Promise<void> {
    this.heard.push(`${kind}: ${value}`);
  }

  async revealSecret(): Promise<string> {
    this.heard.push('reveal');
    if (this.refuse) throw this.refuse;
    return 'aB3dE5gH';
  }

  /** How many codes the next pictures hold; one after another, then none. */
  readonly codes: number[] = [];

  async readQr({ width, height, bytes }: Luma) {
    this.heard.push(`read-qr ${width}x${height}: ${bytes.length}`);
    if (this.refuse) throw this.refuse;
    return { codes: this.codes.shift() ?? 0 };
  }

  async sharePicture(picture: string, png: Blob) {
    this.heard.push(`share-picture ${picture}: ${png.type}`);
    if (this.refuse) throw this.refuse;
    return 'shared' as const;
  }

  async checkUserId(text: string): Promise<UserIdCheck> {
    return { normalized: text, valid: false, hint: 'too-short', length: text.length };
  }
}

/** A sample View with another revision. */
export function sample(name: string, revision = 1): View {
  const found = samples[name];
  if (!found) throw new Error(`no sample is called ${name}`);
  return { ...found.view, revision };
}
