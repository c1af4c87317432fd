import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { ErrorNote, Spinner } from '../../ui/index.ts';

/** What was asked for: on its way, failed, or there. */
export type Load<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | {
      readonly state: 'ready';
      readonly value: T;
      /** Asks again; what is there stays on screen meanwhile. */
      readonly reload: () => void;
    };

/** Asks when the page is shown and whenever `key` changes; an answer that comes too late is dropped. */
export function useLoad<T>(key: string, ask: () => Promise<T>): Load<T> {
  const [answer, setAnswer] = useState<{ key: string; value?: T; error?: unknown } | null>(null);
  const [round, setRound] = useState(0);
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    let wanted = true;
    asking.current().then(
      (value) => wanted && setAnswer({ key, value }),
      (error: unknown) => wanted && setAnswer({ key, error }),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  if (!answer || answer.key !== key) return { state: 'loading' };
  if (answer.error !== undefined) {
    return {
      state: 'failed',
      error: answer.error,
      retry: () => {
        setAnswer(null);
        again();
      },
    };
  }
  return { state: 'ready', value: answer.value as T, reload: again };
}

/** A spinner, an error with a way to try again, or what was asked for. */
export function Loaded<T>({
  of,
  children,
}: {
  of: Load<T>;
  children: (value: T, reload: () => void) => ComponentChildren;
}) {
  if (of.state === 'loading') return <Spinner />;
  if (of.state === 'failed') return <ErrorNote error={of.error} onRetry={of.retry} />;
  return <>{children(of.value, of.reload)}</>;
}

/** Pages that are asked for at most, so that a wrong `more` cannot ask for ever. */
const PAGES_MAX = 50;

/** Everything of a list that comes in pages. */
export async function everyPage<P extends { more: boolean }, T extends { id: string }>(
  path: string,
  rows: (page: P) => readonly T[],
): Promise<T[]> {
  const all: T[] = [];
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const last = all[all.length - 1];
    const answer = await request<P>('GET', last ? `${path}?after=${encodeURIComponent(last.id)}` : path);
    all.push(...rows(answer));
    if (!answer.more || rows(answer).length === 0) break;
  }
  return all;
}
