import { has, type Key, type Params } from '../i18n/messages';
import type { Failure } from '../types/Failure';
import type { FindingView } from '../types/FindingView';

/** The three parts of a failure: what happened, what is not lost, what to do now. */
export interface FailureWords {
  what: Key;
  kept: Key;
  todo: Key;
  params: Params;
}

/** Words of a failure, of the very kind of file it names where there are such; a code without words is said in general ones, and the code still stands below. */
export function failureWords({ code, params }: Failure): FailureWords {
  const part = (name: 'what' | 'kept' | 'todo'): Key => {
    const named = `failure_${code}_${params['looks'] ?? ''}_${name}`;
    const key = `failure_${code}_${name}`;
    return has(named) ? named : has(key) ? key : `failure_internal_${name}`;
  };
  return { what: part('what'), kept: part('kept'), todo: part('todo'), params };
}

/** The sentence of a finding; of the very certificate it names where there is one. */
export function findingWords({ code, params }: FindingView): Key | undefined {
  const named = `finding_${code}_${params['which'] ?? ''}`;
  return has(named) ? named : codeWords('finding', code);
}

/** `oddity_{code}` and the like, where there is such a sentence. */
export function codeWords(family: 'finding' | 'oddity' | 'user_id', code: string): Key | undefined {
  const key = `${family}_${code}`;
  return has(key) ? key : undefined;
}
