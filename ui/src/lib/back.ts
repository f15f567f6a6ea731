/**
 * Makes the system's back gesture mean 「もどる」: while there is somewhere to go back to, one extra entry stands in
 * the history, and leaving it goes back in the app instead.
 */
export function backGesture(goBack: () => void): { possible: (possible: boolean) => void; stop: () => void } {
  let guarded = false;
  let ignored = 0;

  const left = () => {
    if (ignored > 0) {
      ignored -= 1;
      return;
    }
    if (!guarded) return;
    history.pushState(null, '');
    goBack();
  };
  addEventListener('popstate', left);

  return {
    possible(possible) {
      if (possible === guarded) return;
      guarded = possible;
      if (possible) {
        history.pushState(null, '');
      } else {
        ignored += 1;
        history.back();
      }
    },
    stop: () => removeEventListener('popstate', left),
  };
}
