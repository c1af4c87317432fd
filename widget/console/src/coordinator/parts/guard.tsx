// Nobody loses what they wrote by following a link, by Back or by a menu: the guard asks first.

import { signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect } from 'preact/hooks';
import { beforeLeaving, navigate } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Confirm } from '../../ui/index.ts';

const unsaved = new Set<string>();
/** What takes the page away, while somebody is asked. */
const asked = signal<(() => void) | null>(null);

/**
 * Holds the guard up while a form has unsaved changes. `onTornAway` is called if the form goes away all the same, by a
 * step that nobody could ask about, such as a session that was ended elsewhere.
 */
export function useGuard(dirty: boolean, onTornAway: () => void): void {
  const id = useId();
  // Before the next effect, so that on the way out this one still knows whether the form was held.
  useLayoutEffect(
    () => () => {
      if (unsaved.has(id)) onTornAway();
    },
    [id, onTornAway],
  );
  useLayoutEffect(() => {
    if (!dirty) return;
    unsaved.add(id);
    return () => {
      unsaved.delete(id);
    };
  }, [dirty, id]);
}

/** Goes to a page after something was saved or thrown away on purpose. */
export function leaveTo(to: string, replace = false): void {
  unsaved.clear();
  navigate(to, replace);
}

/** Asks before unsaved changes are left, and before the window is closed; mounted once around the screens. */
export function LeaveGuard() {
  useEffect(() => {
    const release = beforeLeaving((go) => {
      if (unsaved.size === 0) return true;
      asked.value = go;
      return false;
    });
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.size > 0) event.preventDefault();
    };
    addEventListener('beforeunload', onUnload);
    return () => {
      release();
      removeEventListener('beforeunload', onUnload);
      asked.value = null;
    };
  }, []);
  const go = asked.value;
  if (go === null) return null;
  return (
    <Confirm
      title={tc.guard.title}
      confirm={tc.guard.leave}
      cancel={tc.guard.stay}
      kind="danger"
      data-test="leave-guard"
      onClose={() => {
        asked.value = null;
      }}
      onConfirm={() => {
        asked.value = null;
        unsaved.clear();
        go();
      }}
    >
      <p>{tc.guard.text}</p>
    </Confirm>
  );
}
