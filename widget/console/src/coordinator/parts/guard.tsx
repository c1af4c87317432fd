// Nobody loses what they wrote by following a link or by Back: the guard asks first.

import { signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect } from 'preact/hooks';
import { navigate } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Confirm } from '../../ui/index.ts';

const unsaved = new Set<string>();
/** Where somebody wanted to go by a link, while they are asked. */
const asked = signal<string | null>(null);

/** Whether some form on screen has unsaved changes. */
export function hasUnsaved(): boolean {
  return unsaved.size > 0;
}

/**
 * Holds the guard up while a form has unsaved changes. `onTornAway` is called if the form goes away all the same, by a
 * step that nobody could ask about.
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

/**
 * Watches links and the closing of the window; mounted once around the coordinator's screens. `held` is where Back or
 * Forward has led while the page before is still shown; `here` is that page's address.
 */
export function LeaveGuard({ held, here, onLeave }: { held: string | null; here: string; onLeave: () => void }) {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (unsaved.size === 0 || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || link.target || link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      asked.value = link.pathname;
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.size > 0) event.preventDefault();
    };
    document.addEventListener('click', onClick, { capture: true });
    addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('click', onClick, { capture: true });
      removeEventListener('beforeunload', onUnload);
      asked.value = null;
    };
  }, []);
  const to = held ?? asked.value;
  if (to === null) return null;
  return (
    <Confirm
      title={tc.guard.title}
      confirm={tc.guard.leave}
      cancel={tc.guard.stay}
      kind="danger"
      data-test="leave-guard"
      onClose={() => {
        asked.value = null;
        if (held !== null) navigate(here);
      }}
      onConfirm={() => {
        asked.value = null;
        leaveTo(to);
        onLeave();
      }}
    >
      <p>{tc.guard.text}</p>
    </Confirm>
  );
}
