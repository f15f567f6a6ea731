/** What the portal says of a new password. */
export interface PasswordRules {
  minLength: number;
  maxLength: number;
}

/** One line of the check list. */
export type PasswordCheck = 'length' | 'both' | 'ascii' | 'same';

/** Which lines of the check list a typed password meets. */
export function passwordChecks(
  password: string,
  again: string,
  { minLength, maxLength }: PasswordRules,
): Readonly<Record<PasswordCheck, boolean>> {
  const length = Array.from(password).length;
  return {
    length: length >= minLength && length <= maxLength,
    both: /[A-Za-z]/.test(password) && /[0-9]/.test(password),
    ascii: /^[!-~]+$/.test(password),
    same: password !== '' && password === again,
  };
}
