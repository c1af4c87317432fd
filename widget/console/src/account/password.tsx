import { useState } from 'preact/hooks';
import { ApiProblem, fieldError, request } from '../api.ts';
import { t } from '../text/index.ts';
import { Button, Check, ErrorNote, Field, say } from '../ui/index.ts';

/** A new password, with the current one as proof. */
export function PasswordForm({ signIn }: { signIn: string }) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const save = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('PUT', '/api/v1/me/password', { current, new: next });
      setCurrent('');
      setNext('');
      say(t.account.passwordChanged);
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };

  const code = error instanceof ApiProblem ? error.code : null;
  const currentError = code === 'wrong_password' ? t.account.currentWrong : fieldError(error, 'current');
  const newError = code === 'weak_password' ? t.problems.codes.weak_password : fieldError(error, 'new');
  const type = shown ? 'text' : 'password';
  return (
    <form class="form" onSubmit={save}>
      <input type="text" autocomplete="username" value={signIn} hidden readOnly />
      <Field
        label={t.account.current}
        type={type}
        autocomplete="current-password"
        value={current}
        required
        error={currentError}
        onInput={(event) => setCurrent(event.currentTarget.value)}
        data-test="current-password"
      />
      <Field
        label={t.account.new}
        hint={t.account.newHint}
        type={type}
        autocomplete="new-password"
        value={next}
        required
        error={newError}
        onInput={(event) => setNext(event.currentTarget.value)}
        data-test="new-password"
      />
      <Check
        label={t.signIn.showPassword}
        checked={shown}
        onChange={(event) => setShown(event.currentTarget.checked)}
      />
      {error && !currentError && !newError ? <ErrorNote error={error} /> : null}
      <Button kind="primary" type="submit" busy={busy} data-test="change-password">
        {t.account.changePassword}
      </Button>
    </form>
  );
}
