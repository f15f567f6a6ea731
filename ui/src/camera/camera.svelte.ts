import {
  canAsk,
  hasTorch,
  next,
  switchTorch,
  failureOf,
  WANTED,
  type CameraEvent,
  type CameraState,
} from './camera-state';
import { cameraCut } from './picture';
import { Grey, type LookForCodes } from './picture-reading';

/** From one look to the next: about five a second. */
const PACE_MS = 200;
/** After so long without a code the user is told what helps. */
const SLOW_MS = 10_000;
/** A page that is not seen again within this time after the system's question was left. */
const UNSEEN_MS = 4_000;

/** The live camera, looked at five times a second, one picture at a time. */
export class Camera {
  state = $state<CameraState>(canAsk() ? 'off' : 'absent');
  /** What it sees, for the page to show. */
  stream = $state.raw<MediaStream | null>(null);
  /** The lamp is on; null if there is no lamp. */
  torch = $state<boolean | null>(null);
  /** More than one code was seen last. */
  several = $state(false);
  /** Nothing was read for a while. */
  slow = $state(false);

  readonly #look: LookForCodes;
  /** A stream that comes after it was given up is stopped at once. */
  #attempt = 0;

  constructor(look: LookForCodes) {
    this.#look = look;
  }

  async start(): Promise<void> {
    if (!this.#become('start')) return;
    const attempt = (this.#attempt += 1);
    this.several = this.slow = false;
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia(WANTED);
    } catch (cause) {
      if (attempt === this.#attempt) this.#become(failureOf(cause));
      return;
    }
    const [track] = stream.getVideoTracks();
    if (attempt !== this.#attempt || !track) {
      stop(stream);
      return;
    }
    track.addEventListener('ended', () => {
      if (attempt === this.#attempt) this.#end('ended');
    });
    this.stream = stream;
    this.torch = hasTorch(track) ? false : null;
    this.#become('started');
    // Behind the system's question the page may be hidden for a moment.
    if (document.hidden) setTimeout(() => this.#hidden(attempt), UNSEEN_MS);
  }

  /** Lets go of the camera; a tap takes it again. */
  pause(): void {
    this.#end('pause');
  }

  /** Looks at what is shown until the camera is let go of. */
  watch(video: HTMLVideoElement): () => void {
    const attempt = this.#attempt;
    video.srcObject = this.stream;
    // Refused where the page was left meanwhile.
    video.play().catch(() => undefined);
    const hidden = () => this.#hidden(attempt);
    document.addEventListener('visibilitychange', hidden);
    void this.#lookAt(video, attempt);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      video.srcObject = null;
    };
  }

  async toggleTorch(): Promise<void> {
    const [track] = this.stream?.getVideoTracks() ?? [];
    if (!track || this.torch === null) return;
    const on = !this.torch;
    try {
      await switchTorch(track, on);
      this.torch = on;
    } catch {
      this.torch = null;
    }
  }

  async #lookAt(video: HTMLVideoElement, attempt: number): Promise<void> {
    const grey = new Grey();
    let readAt = performance.now();
    while (attempt === this.#attempt && this.state === 'running') {
      const began = performance.now();
      const seen = !document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0;
      const picture = seen ? grey.take(video, cameraCut(video.videoWidth, video.videoHeight)) : undefined;
      if (picture) {
        const codes = await this.#look(picture);
        if (attempt !== this.#attempt) return;
        if (codes === null) {
          this.pause();
          return;
        }
        if (codes > 0) {
          readAt = performance.now();
          this.several = codes > 1;
        }
        this.slow = performance.now() - readAt > SLOW_MS;
      }
      const left = PACE_MS - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
    }
  }

  #hidden(attempt: number): void {
    if (document.hidden && attempt === this.#attempt) this.pause();
  }

  #end(event: CameraEvent): void {
    if (!this.#become(event)) return;
    this.#attempt += 1;
    if (this.stream) stop(this.stream);
    this.stream = null;
    this.torch = null;
    this.several = this.slow = false;
  }

  #become(event: CameraEvent): boolean {
    const before = this.state;
    this.state = next(before, event);
    return this.state !== before;
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
