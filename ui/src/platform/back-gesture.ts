/** The state of the extra entry in the history. */
const GUARD = 'guard';

/**
 * Makes the system's back gesture mean 「もどる」: while there is somewhere to go back to, one extra entry stands in
 * the history, and leaving it goes back in the app instead.
 */
export function backGesture(goBack: () => void): { possible: (possible: boolean) => void; stop: () => void } {
  let wanted = false;
  /** The entry is being taken away: until that is done, what comes is not the user's. */
  let leaving = false;

  const settle = () => {
    const stands = history.state === GUARD;
    if (leaving || stands === wanted) return;
    if (wanted) {
      history.pushState(GUARD, '');
    } else {
      leaving = true;
      history.back();
    }
  };
  const left = () => {
    if (leaving) {
      leaving = false;
      settle();
    } else if (wanted) {
      settle();
      goBack();
    }
  };
  addEventListener('popstate', left);

  return {
    possible(possible) {
      wanted = possible;
      settle();
    },
    stop: () => removeEventListener('popstate', left),
  };
}
