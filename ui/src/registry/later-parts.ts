import { getContext, setContext, type Component } from 'svelte';
import type { Term } from '../components/terms';
import type { HeldCertificate } from '../types/HeldCertificate';

/** What draws the certificates of a phone that holds many. */
export type HeldList = Component<{ certificates: readonly HeldCertificate[]; onopen: (slot: string) => void }>;
/** The 「？」 beside a term, with its explanation below or where `textId` says. */
export type TermMark = Component<{ term: Term; open?: boolean; textId?: string }, object, 'open'>;

/** Parts of the first picture's screens that come after it, with their words. */
export interface LaterParts {
  readonly heldList: HeldList | undefined;
  readonly termMark: TermMark | undefined;
}

const CONTEXT = Symbol('later-parts');

export function provideLaterParts(parts: LaterParts): void {
  setContext(CONTEXT, parts);
}

export function useLaterParts(): LaterParts | undefined {
  return getContext<LaterParts | undefined>(CONTEXT);
}
