import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { inWords } from '../api.ts';
import { helpOpen } from '../keyboard/help.ts';
import { HelpDialog } from '../keyboard/help.tsx';
import { startKeys } from '../keyboard/keys.ts';
import { deskAlerts, startLive, stopLive } from '../live/live.ts';
import { address, leave, navigate, segments } from '../router.ts';
import { me, signOut } from '../session.ts';
import { startAlarm } from '../sound/alarm.ts';
import { t } from '../text/index.ts';
import { Badge, Button, Icon, Menu, say } from '../ui/index.ts';
import { AvailabilitySwitch } from './availability.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { DeskChips } from './desk-chips.tsx';
import { Mark } from './mark.tsx';

/** The frame of every page behind the sign-in: who I am, my availability, where I am. */
export function Chrome({ children }: { children: ComponentChildren }) {
  useEffect(() => {
    startLive();
    const stops = [startAlarm(), startKeys(), stopLive];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const who = me.value;
  const [first] = segments.value;
  if (!who) return null;
  return (
    <div class="chrome">
      <a class="skip-link" href="#content">
        {t.shell.skip}
      </a>
      <header class="bar">
        <a class="bar-brand" href={address()} aria-label={t.common.product}>
          <Mark />
          <span class="bar-name">{t.common.product}</span>
        </a>
        <nav class="bar-nav" aria-label={t.shell.mainNav}>
          <a
            class="bar-link"
            href={address()}
            aria-current={first === undefined ? 'page' : undefined}
            data-test="nav-desk"
          >
            <Icon name="chat" />
            <span>{t.shell.desk}</span>
            {deskAlerts.value > 0 && first !== undefined ? <Badge kind="count">{deskAlerts.value}</Badge> : null}
          </a>
          {who.coordinator ? (
            <a
              class="bar-link"
              href={address('settings')}
              aria-current={first === 'settings' ? 'page' : undefined}
              data-test="nav-settings"
            >
              <Icon name="gear" />
              <span>{t.shell.settings}</span>
            </a>
          ) : null}
        </nav>
        <DeskChips />
        <div class="bar-end">
          <AvailabilitySwitch />
          <Button
            kind="quiet"
            icon
            class="bar-help"
            aria-label={t.shell.help}
            title={t.shell.help}
            onClick={() => {
              helpOpen.value = true;
            }}
            data-test="help"
          >
            <Icon name="help" size={20} />
          </Button>
          <Menu
            label={t.shell.accountOf(who.screen_name)}
            kind="quiet"
            icon
            data-test="account-menu"
            items={[
              { label: t.shell.account, onSelect: () => navigate(address('account')), 'data-test': 'nav-account' },
              {
                label: t.shell.help,
                hint: '?',
                onSelect: () => {
                  helpOpen.value = true;
                },
              },
              {
                label: t.shell.signOut,
                onSelect: () => leave(() => void signOut().catch((error: unknown) => say(inWords(error)))),
                'data-test': 'sign-out',
              },
            ]}
          >
            <span class="face" aria-hidden="true">
              {who.screen_name.slice(0, 1).toUpperCase()}
            </span>
          </Menu>
        </div>
      </header>
      <ConnectionBar />
      <main id="content" class="content" tabIndex={-1}>
        {children}
      </main>
      {helpOpen.value ? <HelpDialog /> : null}
    </div>
  );
}
