/**
 * Takes what a promise brings, unless it comes too late. Made for effects: `$effect(() => latest(fetch(what), take))`
 * takes nothing any more once `what` is another or the component is gone.
 */
export function latest<Value>(coming: Promise<Value>, take: (value: Value) => void): () => void {
  let wanted = true;
  void coming.then((value) => {
    if (wanted) take(value);
  });
  return () => {
    wanted = false;
  };
}
