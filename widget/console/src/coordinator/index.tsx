import type { Desk } from '@netreach/protocol';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { request } from '../api.ts';
import { settingsChanges } from '../live/live.ts';
import { address, segments } from '../router.ts';
import { coordinator as tc } from '../text/coordinator.en.ts';
import { Icon, type IconName } from '../ui/index.ts';
import { AnswerEdit, AnswerNew } from './answers/edit.tsx';
import { AnswerList } from './answers/list.tsx';
import './coordinator.css';
import './screens.css';
import { DeskPages } from './desk/pages.tsx';
import { Overview } from './overview/overview.tsx';
import { LeaveGuard } from './parts/guard.tsx';
import { type Load, useLoad } from './parts/load.tsx';
import { forgetPage, NotHere } from './parts/page.tsx';
import { PersonEdit, PersonNew } from './people/edit.tsx';
import { PeopleList } from './people/list.tsx';
import { ProjectEdit } from './projects/edit.tsx';
import { ProjectList } from './projects/list.tsx';
import { SiteEdit, SiteNew } from './sites/edit.tsx';
import { SiteList } from './sites/list.tsx';

/** The coordinator's screens, everything under /console/settings. */
export function CoordinatorRoutes() {
  const shown = segments.value;
  const [, section, id, page] = shown;
  const desks = useLoad('desks', () => request<Desk[]>('GET', '/api/v1/desks'));
  useEffect(() => forgetPage, []);
  // Another coordinator, or another window, changed something: the names beside the page follow.
  const changes = settingsChanges.value;
  const reload = desks.state === 'ready' ? desks.reload : null;
  useEffect(() => {
    if (changes > 0) reload?.();
  }, [changes]);
  return (
    <div class="settings">
      <Sidebar section={section} desk={section === 'desks' ? id : undefined} desks={desks} />
      <div class="settings-main" key={shown.join('/')}>
        {screen(section, id, page, desks)}
      </div>
      <LeaveGuard />
    </div>
  );
}

const NEW = 'new';

function screen(
  section: string | undefined,
  id: string | undefined,
  page: string | undefined,
  desks: Load<Desk[]>,
): ComponentChildren {
  if (section === undefined) return <Overview desks={desks} />;
  if (section === 'desks' && id !== undefined) {
    return <DeskPages id={id} page={page} onRenamed={() => desks.state === 'ready' && desks.reload()} />;
  }
  if (page === undefined) {
    switch (section) {
      case 'projects':
        return id === undefined ? <ProjectList /> : <ProjectEdit id={id} />;
      case 'people':
        return id === undefined ? <PeopleList /> : id === NEW ? <PersonNew /> : <PersonEdit id={id} />;
      case 'sites':
        return id === undefined ? <SiteList /> : id === NEW ? <SiteNew /> : <SiteEdit id={id} />;
      case 'answers':
        return id === undefined ? <AnswerList /> : id === NEW ? <AnswerNew /> : <AnswerEdit id={id} />;
    }
  }
  return <NothingHere />;
}

/** Nothing at this address, with the way back. */
function NothingHere() {
  return (
    <NotHere title={tc.common.nothingTitle} href={address('settings')} back={tc.common.toOverview}>
      <p>{tc.common.nothing}</p>
    </NotHere>
  );
}

const SECTIONS: readonly { section: 'projects' | 'people' | 'sites' | 'answers'; icon: IconName }[] = [
  { section: 'people', icon: 'people' },
  { section: 'sites', icon: 'globe' },
  { section: 'answers', icon: 'book' },
  { section: 'projects', icon: 'house' },
];

function Sidebar({
  section,
  desk,
  desks,
}: {
  section: string | undefined;
  desk: string | undefined;
  desks: Load<Desk[]>;
}) {
  return (
    <nav class="settings-nav" aria-label={tc.nav.label}>
      <ul class="settings-nav-list">
        <li>
          <NavLink href={address('settings')} icon="gear" here={section === undefined} test="settings-overview">
            {tc.nav.overview}
          </NavLink>
        </li>
        {desks.state === 'ready'
          ? desks.value.map((one) => (
              <li key={one.id}>
                <NavLink
                  href={address('settings', 'desks', one.id)}
                  icon="chat"
                  here={desk === one.id}
                  test="settings-desk"
                >
                  {one.name}
                </NavLink>
              </li>
            ))
          : null}
        {SECTIONS.map((one) => (
          <li key={one.section}>
            <NavLink
              href={address('settings', one.section)}
              icon={one.icon}
              here={section === one.section}
              test={`settings-${one.section}`}
            >
              {tc.nav[one.section]}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NavLink({
  href,
  icon,
  here,
  test,
  children,
}: {
  href: string;
  icon: IconName;
  here: boolean;
  test: string;
  children: ComponentChildren;
}) {
  return (
    <a class="settings-nav-link" href={href} aria-current={here ? 'page' : undefined} data-test={test}>
      <Icon name={icon} />
      <span>{children}</span>
    </a>
  );
}
