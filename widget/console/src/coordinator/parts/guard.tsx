// Nobody loses what they wrote by following a link: the guard asks first.

import { signal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { address, navigate, segments } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Confirm } from '../../ui/index.ts';

const unsaved = new Set<string>();
/** Where somebody wanted to go, while they are asked. */
const asked = signal<string | null>(null);

/** Holds the guard up while a form has unsaved changes. */
export function useGuard(dirty: boolean): void {
  const id = useId();
  useEffect(() => {
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

/** Watches links, Back, and the closing of the window; mounted once around the coordinator's screens. */
export function LeaveGuard() {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (unsaved.size === 0 || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link || link.target || link.origin !== location.origin || link.pathname === location.pathname) return;
      if (link.hasAttribute('download') || link.getAttribute('href')?.startsWith('#')) return;
      event.preventDefault();
      event.stopPropagation();
      asked.value = link.pathname;
    };
    const onBack = (event: PopStateEvent) => {
      // The router has not followed yet: this listener stands before its own.
      const here = address(...segments.value);
      if (unsaved.size === 0 || location.pathname === here) return;
      event.stopImmediatePropagation();
      asked.value = location.pathname;
      history.pushState(null, '', here);
    };
    const onUnload = (event: BeforeUnloadEvent) => {
      if (unsaved.size > 0) event.preventDefault();
    };
    document.addEventListener('click', onClick, { capture: true });
    addEventListener('popstate', onBack, { capture: true });
    addEventListener('beforeunload', onUnload);
    return () => {
      document.removeEventListener('click', onClick, { capture: true });
      removeEventListener('popstate', onBack, { capture: true });
      removeEventListener('beforeunload', onUnload);
      unsaved.clear();
      asked.value = null;
    };
  }, []);
  const to = asked.value;
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
      }}
      onConfirm={() => {
        asked.value = null;
        leaveTo(to);
      }}
    >
      <p>{tc.guard.text}</p>
    </Confirm>
  );
}
