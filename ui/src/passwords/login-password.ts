import type { Limits } from '../types/Limits';
import type { PasswordHint } from '../types/PasswordHint';
import { isUnseen } from './typed-letters';

/** What Rust knows of login passwords. */
type LoginPasswordRules = Pick<Limits, 'passwordMin' | 'passwordMax' | 'passwordFirst' | 'passwordLast'>;

/** What a typed login password most likely is not meant to be. The portal decides all the same. */
export interface LoginPasswordDoubt {
  /** `full-width` and `space`, by their places. */
  passwordHints: readonly PasswordHint[];
  /** It has a length that no login password has had so far. */
  length: 'too-short' | 'too-long' | null;
  /** Characters typed, in Unicode scalar values. */
  count: number;
}

/** Looks at a login password before it is sent, by Rust's rules: a wrong one costs a try. `null` if nothing is odd. */
export function loginPasswordDoubt(password: string, rules: LoginPasswordRules): LoginPasswordDoubt | null {
  const characters = Array.from(password);
  const count = characters.length;
  const begins = Array.from(password.trimStart()).length;
  const ends = Array.from(password.trimEnd()).length;
  const passwordHints = characters.flatMap((character, at): PasswordHint[] => {
    if (at < count - begins || at >= ends || isUnseen(character)) return [{ at, code: 'space' }];
    // A blank inside is the portal's to judge.
    return character === ' ' || isPasswordCharacter(character, rules) ? [] : [{ at, code: 'full-width' }];
  });
  const length = count < rules.passwordMin ? 'too-short' : count > rules.passwordMax ? 'too-long' : null;
  return passwordHints.length > 0 || length !== null ? { passwordHints, length, count } : null;
}

/** A login password can hold this character. */
function isPasswordCharacter(character: string, rules: LoginPasswordRules): boolean {
  return character >= rules.passwordFirst && character <= rules.passwordLast;
}
