import { getContext, setContext, type Component } from 'svelte';
import type { HeldCertificate } from '../types/HeldCertificate';

/** What draws the certificates of a phone that holds many. */
export type HeldList = Component<{ certificates: readonly HeldCertificate[]; onopen: (slot: string) => void }>;

const CONTEXT = Symbol('held-list');

/** It comes after the first picture, with its words. */
export function provideHeldList(list: () => HeldList | undefined): void {
  setContext(CONTEXT, list);
}

export function useHeldList(): () => HeldList | undefined {
  return getContext<() => HeldList | undefined>(CONTEXT);
}
