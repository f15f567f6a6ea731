import { has, type Key, type Params } from './messages';
import type { Failure } from './types/Failure';

/** The three parts of a failure: what happened, what is not lost, what to do now. */
export interface FailureWords {
  what: Key;
  kept: Key;
  todo: Key;
  params: Params;
}

/** Words of a failure; a code without words is said in general ones, and the code still stands below. */
export function failureWords({ code, params }: Failure): FailureWords {
  const part = (name: 'what' | 'kept' | 'todo'): Key => {
    const key = `failure_${code}_${name}`;
    return has(key) ? key : `failure_internal_${name}`;
  };
  return { what: part('what'), kept: part('kept'), todo: part('todo'), params };
}

/** `finding_{code}` where there is such a sentence. */
export function codeWords(family: 'finding' | 'oddity' | 'user_id', code: string): Key | undefined {
  const key = `${family}_${code}`;
  return has(key) ? key : undefined;
}
