import type { View } from '../src/types/View';
import views from './views.json' with { type: 'json' };

/** Name of a View that was reached by walking: src-tauri/crates/journey/tests/views.rs writes them, `make views` anew. */
export type ReachedName = keyof typeof views;

// Rust writes them as it sends them; the compiler widens what it reads of a JSON file.
const reached = views as unknown as Readonly<Record<ReachedName, View>>;

/** The names, in the order of the way. */
export const reachedNames = Object.keys(views) as readonly ReachedName[];

/** What is shown there. */
export function reachedView(name: ReachedName): View {
  return reached[name];
}

/** Rust's limits. */
export const { limits } = reached.welcome;
