import numbers from './error-numbers.json';

/**
 * The short number of a failure, as it is shown and told to the publisher. A number is never changed or given anew:
 * a new code takes the next free one of its hundred. A code without a number stands for itself.
 */
export function errorNumber(code: string): string {
  return String((numbers as Readonly<Record<string, number>>)[code] ?? code);
}
