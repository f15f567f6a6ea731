/** How the camera is. */
export type CameraState =
  /** Not asked for yet. */
  | 'off'
  /** The system is asked, which may ask the user. */
  | 'starting'
  | 'running'
  /** It ran; a tap starts it again. */
  | 'paused'
  /** The user or the system does not allow it. */
  | 'denied'
  /** There is none, or none for this page. */
  | 'absent'
  /** Another app has it. */
  | 'busy';

/** What happens to it. */
export type CameraEvent = 'start' | 'started' | 'pause' | 'ended' | Extract<CameraState, 'denied' | 'absent' | 'busy'>;

/** The state after an event; events that make no sense in a state change nothing. */
export function next(state: CameraState, event: CameraEvent): CameraState {
  switch (event) {
    case 'start':
      return state === 'starting' || state === 'running' || state === 'absent' ? state : 'starting';
    case 'started':
      return state === 'starting' ? 'running' : state;
    case 'pause':
      return state === 'starting' || state === 'running' ? 'paused' : state;
    case 'ended':
      return state === 'running' ? 'busy' : state;
    default:
      return state === 'starting' ? event : state;
  }
}

/** Why the system did not give the camera, by the name of its error (Media Capture and Streams, 10.2). */
export function failureOf(cause: unknown): Extract<CameraState, 'denied' | 'absent' | 'busy'> {
  switch (cause instanceof Error || cause instanceof DOMException ? cause.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotReadableError':
    case 'AbortError':
    case 'InvalidStateError':
      return 'busy';
    default:
      return 'absent';
  }
}

/** The camera that looks away from the user, where there is one; sharp enough for a card on a wall. */
export const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 }, height: { ideal: 1080 } },
};

/** This page can ask for a camera. */
export function canAsk(): boolean {
  // Absent in WebKitGTK without media streams, and where the page is no secure context.
  return typeof (navigator as Partial<Navigator>).mediaDevices?.getUserMedia === 'function';
}

/** The lamp beside the camera; none where it cannot be switched. */
export function hasTorch(track: MediaStreamTrack): boolean {
  const capabilities = (track as Partial<MediaStreamTrack>).getCapabilities?.() as { torch?: boolean } | undefined;
  return capabilities?.torch === true;
}

/** Switches the lamp. */
export async function switchTorch(track: MediaStreamTrack, on: boolean): Promise<void> {
  await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
}
