import type { Luma } from '../camera/picture';
import type { Intent } from '../types/Intent';
import type { QrReading } from '../types/QrReading';
import type { SecretKind } from '../types/SecretKind';
import type { UserIdCheck } from '../types/UserIdCheck';
import type { View } from '../types/View';

/** A picture that the UI draws and other apps can have. */
export type SharedPicture = 'facility-card' | 'pc-card' | 'manager' | 'lost-phone';

/** How sharing went. */
export type ShareOutcome = 'shared' | 'canceled';

/** The one seam between the UI and Rust. */
export interface Backend {
  /** Calls back with the present View at once and with every later one. */
  watch(onView: (view: View) => void): Promise<void>;
  intent(intent: Intent): Promise<void>;
  /** Brings a secret once, just before the intent that needs it. */
  putSecret(kind: SecretKind, value: string): Promise<void>;
  /** Shows a secret on the user's explicit wish; none where it is gone. */
  revealSecret(kind: SecretKind): Promise<string | null>;
  checkUserId(text: string): Promise<UserIdCheck>;
  /** Looks for QR codes. What one says comes as a View, never as an answer. */
  readQr(picture: Luma): Promise<QrReading>;
  /** Offers a PNG to other apps. */
  sharePicture(picture: SharedPicture, png: Blob): Promise<ShareOutcome>;
}

/** A call that Rust refused. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'Refused';
  }
}
