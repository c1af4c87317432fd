import type { SignInSession } from '@netreach/protocol';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { request } from '../api.ts';
import { t } from '../text/index.ts';
import { Badge, Button, ErrorNote, Spinner, say } from '../ui/index.ts';
import { dateAndTime } from '../words.ts';

/** Every place where this account is signed in; each can be ended. */
export function Sessions() {
  const [list, setList] = useState<readonly SignInSession[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => {
    setError(null);
    request<SignInSession[]>('GET', '/api/v1/sessions').then(setList, setError);
  }, []);
  useEffect(load, [load]);

  const revoke = async (id: string) => {
    try {
      await request('DELETE', `/api/v1/sessions/${encodeURIComponent(id)}`);
      say(t.account.revoked);
      load();
    } catch (reason) {
      setError(reason);
    }
  };

  if (error) return <ErrorNote error={error} onRetry={load} />;
  if (!list) return <Spinner />;
  return (
    <div class="stack-tight">
      <p class="soft small">{t.account.sessionsLead}</p>
      <ul class="device-list" data-test="sessions">
        {list.map((item) => (
          <li key={item.id}>
            <div>
              <p class="row">
                <b>{item.device}</b>
                {item.current ? <Badge kind="accent">{t.account.thisOne}</Badge> : null}
              </p>
              <p class="soft small">
                {t.account.since}: {dateAndTime(item.created_at)} · {t.account.lastSeen}:{' '}
                {dateAndTime(item.last_seen_at)}
              </p>
            </div>
            {item.current ? null : (
              <Button
                small
                kind="danger"
                aria-label={t.account.revokeOf(item.device)}
                onClick={() => void revoke(item.id)}
                data-test="revoke-session"
              >
                {t.account.revoke}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
