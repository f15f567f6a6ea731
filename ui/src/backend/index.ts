import type { Backend } from './backend';

export { Refused, type Backend, type SharedPicture, type ShareOutcome } from './backend';

/** The app's own backend in the app; the one of the tests in a browser. */
export async function connect(): Promise<Backend> {
  return '__TAURI_INTERNALS__' in window ? (await import('./tauri')).tauri() : (await import('./http')).http();
}
