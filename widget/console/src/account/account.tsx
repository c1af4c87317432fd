import { useEffect } from 'preact/hooks';
import { prefer, preferences } from '../preferences.ts';
import { me } from '../session.ts';
import { FirstRun } from '../sound/first-run.tsx';
import { t } from '../text/index.ts';
import { Badge, Check } from '../ui/index.ts';
import { PasswordForm } from './password.tsx';
import { ProfileForm } from './profile.tsx';
import { Sessions } from './sessions.tsx';

/** A worker's own account: how they appear, password, sessions, keyboard and sound. */
export function Account() {
  useEffect(() => {
    document.getElementById('account-title')?.focus();
  }, []);
  const who = me.value;
  if (!who) return null;
  return (
    <div class="page" data-test="account">
      <div class="stack-tight">
        <h1 id="account-title" tabIndex={-1}>
          {t.account.title}
        </h1>
        <p class="soft">{who.sign_in}</p>
        <p class="row">
          {who.memberships.map((membership) => (
            <Badge key={`${membership.project}-${membership.role}`}>
              {membership.project_name}: {t.account.roles[membership.role] ?? membership.role}
            </Badge>
          ))}
        </p>
      </div>
      <section class="card stack" aria-labelledby="account-profile">
        <h2 id="account-profile">{t.account.profile}</h2>
        <ProfileForm who={who} />
      </section>
      <section class="card stack" aria-labelledby="account-keys">
        <h2 id="account-keys">{t.account.keyboard}</h2>
        <Check
          label={t.account.shortcuts}
          hint={t.account.shortcutsHint}
          checked={preferences.value.shortcuts}
          onChange={(event) => prefer({ shortcuts: event.currentTarget.checked })}
          data-test="shortcuts-switch"
        />
        <Check
          label={t.account.soundSwitch}
          hint={t.account.soundSwitchHint}
          checked={preferences.value.sound}
          onChange={(event) => prefer({ sound: event.currentTarget.checked })}
          data-test="sound-switch"
        />
        <FirstRun />
      </section>
      <section class="card stack" aria-labelledby="account-sessions">
        <h2 id="account-sessions">{t.account.sessions}</h2>
        <Sessions />
      </section>
      <section class="card stack" aria-labelledby="account-password">
        <h2 id="account-password">{t.account.password}</h2>
        <PasswordForm signIn={who.sign_in} />
      </section>
    </div>
  );
}
