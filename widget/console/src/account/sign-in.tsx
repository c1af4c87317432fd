import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem, inWords } from '../api.ts';
import { signIn } from '../session.ts';
import { Mark } from '../shell/mark.tsx';
import { t } from '../text/index.ts';
import { Button, Field, Icon, Note } from '../ui/index.ts';

interface Slips {
  name?: string;
  password?: string;
}

/** The way in; after an expired session it says so and that nothing written is lost. */
export function SignIn({ why }: { why: 'never' | 'chosen' | 'over' }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [slips, setSlips] = useState<Slips>({});
  const [failed, setFailed] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    document.title = t.title.plain;
    form.current?.querySelector('input')?.focus();
  }, []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const found: Slips = {};
    if (name.trim() === '') found.name = t.signIn.nameMissing;
    if (password === '') found.password = t.signIn.passwordMissing;
    setSlips(found);
    setFailed(null);
    if (found.name ?? found.password) {
      form.current?.querySelector<HTMLElement>(found.name ? '[name=username]' : '[name=password]')?.focus();
      return;
    }
    setBusy(true);
    try {
      await signIn(name.trim(), password);
    } catch (error) {
      setFailed(signInProblem(error));
      setBusy(false);
      form.current?.querySelector<HTMLElement>('[name=password]')?.focus();
    }
  };

  return (
    <main class="sign-in">
      <div class="sign-in-side" aria-hidden="true">
        <Mark size={176} />
        <p>{t.signIn.side}</p>
      </div>
      <div class="sign-in-main">
        <form class="sign-in-form" onSubmit={submit} noValidate ref={form} data-test="sign-in-form">
          <p class="sign-in-brand">
            <Mark />
            {t.common.product}
          </p>
          <div class="stack-tight">
            <h1>{t.signIn.title}</h1>
            <p class="soft">{t.signIn.lead}</p>
          </div>
          {why === 'over' ? (
            <Note kind="warn" data-test="session-over">
              <p>{t.signIn.over}</p>
            </Note>
          ) : null}
          {why === 'chosen' ? (
            <Note>
              <p>{t.signIn.bye}</p>
            </Note>
          ) : null}
          <div role="alert">
            {failed ? (
              <Note kind="error" data-test="sign-in-error">
                <p>{failed}</p>
              </Note>
            ) : null}
          </div>
          <Field
            label={t.signIn.name}
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            value={name}
            error={slips.name}
            onInput={(event) => setName(event.currentTarget.value)}
            data-test="sign-in-name"
          />
          <Field
            label={t.signIn.password}
            name="password"
            type={shown ? 'text' : 'password'}
            autocomplete="current-password"
            value={password}
            error={slips.password}
            onInput={(event) => setPassword(event.currentTarget.value)}
            data-test="sign-in-password"
            after={
              <Button
                aria-label={shown ? t.signIn.hidePassword : t.signIn.showPassword}
                aria-pressed={shown}
                onClick={() => setShown(!shown)}
                data-test="show-password"
              >
                <Icon name="eye" />
                {shown ? t.signIn.hide : t.signIn.show}
              </Button>
            }
          />
          <Button kind="primary" type="submit" busy={busy} data-test="sign-in-submit">
            {t.signIn.submit}
          </Button>
          <p class="soft small">{t.signIn.forgotten}</p>
        </form>
      </div>
    </main>
  );
}

function signInProblem(error: unknown): string {
  if (error instanceof ApiProblem) {
    if (error.code === 'wrong_password') return t.signIn.wrong;
    if (error.code === 'too_many_requests') return t.signIn.slowDown;
  }
  return inWords(error);
}
