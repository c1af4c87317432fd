import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Account } from './account/account.tsx';
import { SignIn } from './account/sign-in.tsx';
import { DeskPage } from './desk/page.tsx';
import { address, segments } from './router.ts';
import { loadSession, me, session } from './session.ts';
import { Chrome } from './shell/chrome.tsx';
import { t } from './text/index.ts';
import { Empty, ErrorNote, Spinner, Toasts } from './ui/index.ts';

/** The whole console: sign-in, or the frame around the page that the address names. */
export function App() {
  const current = session.value;
  return (
    <>
      <Toasts />
      {current.state === 'loading' ? (
        <main class="centre">
          <Spinner />
        </main>
      ) : current.state === 'unreachable' ? (
        <main class="centre">
          <ErrorNote error={current.error} onRetry={() => void loadSession()} />
        </main>
      ) : current.state === 'out' ? (
        <SignIn why={current.why} />
      ) : (
        <Chrome>
          <Page />
        </Chrome>
      )}
    </>
  );
}

function Page() {
  const [first] = segments.value;
  if (first === undefined) return <DeskPage />;
  if (first === 'account') return <Account />;
  if (first === 'settings' && me.value?.coordinator) return <Settings />;
  return (
    <div class="page">
      <Empty icon="help" whole title={t.shell.notFoundTitle} data-test="not-found">
        <p>{t.shell.notFound}</p>
        <a class="button button-primary" href={address()}>
          {t.shell.toDesk}
        </a>
      </Empty>
    </div>
  );
}

/** The coordinator's screens, loaded when they are first opened: most people never need them. */
function Settings() {
  const [screens, setScreens] = useState<{ Routes: ComponentType } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let wanted = true;
    setError(null);
    import('./coordinator/index.tsx').then(
      (module) => wanted && setScreens({ Routes: module.CoordinatorRoutes }),
      (reason: unknown) => wanted && setError(reason),
    );
    return () => {
      wanted = false;
    };
  }, [tries]);
  if (error) {
    return (
      <div class="page">
        <p>{t.shell.loadFailed}</p>
        <ErrorNote error={error} onRetry={() => setTries(tries + 1)} />
      </div>
    );
  }
  if (!screens) {
    return (
      <div class="page">
        <Spinner />
      </div>
    );
  }
  return <screens.Routes />;
}
