import type { PeoplePage, Person, Project } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { t } from '../../text/index.ts';
import { Badge, Empty, Icon } from '../../ui/index.ts';
import { languageName } from '../../words.ts';
import { matches } from '../logic/search.ts';
import { everyPage, Loaded, useLoad } from '../parts/load.tsx';
import { PageHead } from '../parts/page.tsx';
import { Rows, SearchField } from '../parts/rows.tsx';

/** Everybody of the projects that this coordinator looks after. */
export async function everybody(): Promise<Person[]> {
  return everyPage<PeoplePage, Person>('/api/v1/people', (page) => page.people);
}

/** The people, with a search. */
export function PeopleList() {
  const both = useLoad('people', () => Promise.all([everybody(), request<Project[]>('GET', '/api/v1/projects')]));
  return (
    <div class="stack-wide">
      <PageHead title={tc.people.title} lead={tc.people.lead}>
        <a class="button button-primary" href={address('settings', 'people', 'new')} data-test="add-person">
          <Icon name="plus" /> {tc.people.add}
        </a>
      </PageHead>
      <Loaded of={both}>{([people, projects]) => <Found people={people} projects={projects} />}</Loaded>
    </div>
  );
}

function Found({ people, projects }: { people: readonly Person[]; projects: readonly Project[] }) {
  const [query, setQuery] = useState('');
  const [status, setStatus] = useState<'active' | 'all'>('active');
  const names = new Map(projects.map((project) => [project.id, project.name]));
  if (people.length === 0) {
    return (
      <Empty icon="people" title={tc.people.emptyTitle}>
        <p>{tc.people.empty}</p>
      </Empty>
    );
  }
  const disabled = people.filter((person) => person.disabled).length;
  const listed = people.filter((person) => status === 'all' || !person.disabled);
  const found = listed.filter((person) =>
    matches(
      query,
      person.screen_name,
      person.sign_in,
      ...person.languages.map(languageName),
      ...person.memberships.flatMap((one) => [names.get(one.project) ?? '', t.account.roles[one.role] ?? '']),
    ),
  );
  return (
    <div class="stack">
      <SearchField label={tc.people.search} value={query} onInput={setQuery} found={found.length} all={listed.length} />
      {disabled > 0 ? (
        <div class="check">
          <input
            type="checkbox"
            id="people-disabled"
            checked={status === 'all'}
            onChange={(event) => setStatus(event.currentTarget.checked ? 'all' : 'active')}
            data-test="show-disabled"
          />
          <label for="people-disabled">{tc.people.showDisabled(disabled)}</label>
        </div>
      ) : null}
      {found.length === 0 ? (
        <p class="quiet-box">{tc.common.nothingFound}</p>
      ) : (
        <Rows
          label={tc.people.title}
          rows={found}
          rowKey={(person) => person.id}
          href={(person) => address('settings', 'people', person.id)}
          title={(person) => person.screen_name}
          sub={(person) => (
            <>
              {person.sign_in} · {person.languages.map(languageName).join(', ')}
            </>
          )}
          cells={(person) =>
            person.memberships.map((one) => (
              <Badge key={`${one.project} ${one.role}`} kind={one.role === 'coordinator' ? 'accent' : undefined}>
                {tc.people.roleIn(t.account.roles[one.role] ?? one.role, names.get(one.project) ?? '')}
              </Badge>
            ))
          }
          end={(person) => (person.disabled ? <Badge kind="warn">{tc.people.disabled}</Badge> : null)}
          data-test="people"
        />
      )}
    </div>
  );
}
