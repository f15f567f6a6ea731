import { messageWith, type Message } from '../i18n/messages';
import type { Translator } from '../i18n/translation';
import type { Failure } from '../types/Failure';
import type { FindingView } from '../types/FindingView';

/** The three parts of a failure: what happened, what is not lost, what to do now. */
export interface FailureWords {
  what: Message;
  kept: Message;
  todo: Message;
}

/** Words of a failure, of the very kind of file it names where there are such; a code without words is said in general ones, and the code still stands below. */
export function failureWords(translator: Translator, { code, params }: Failure): FailureWords {
  const part = (name: 'what' | 'kept' | 'todo'): Message =>
    translator.find(`failure_${code}_${params['looks'] ?? ''}_${name}`, params) ??
    translator.find(`failure_${code}_${name}`, params) ??
    messageWith(`failure_internal_${name}`, params);
  return { what: part('what'), kept: part('kept'), todo: part('todo') };
}

/** The sentence of a finding; of the very certificate it names where there is one. */
export function findingWords(translator: Translator, { code, params }: FindingView): Message | undefined {
  return (
    translator.find(`finding_${code}_${params['which'] ?? ''}`, params) ?? translator.find(`finding_${code}`, params)
  );
}
