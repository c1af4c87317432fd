import type { CannedAnswer, CannedLevel, CannedPage, Desk, Project } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Empty, Icon, Select } from '../../ui/index.ts';
import { languageName } from '../../words.ts';
import { matches } from '../logic/search.ts';
import { everyPage, Loaded, useLoad } from '../parts/load.tsx';
import { PageHead } from '../parts/page.tsx';
import { Rows, SearchField } from '../parts/rows.tsx';

/** What the library's screens need. */
export interface Library {
  readonly answers: readonly CannedAnswer[];
  readonly desks: readonly Desk[];
  readonly projects: readonly Project[];
}

/** Every canned answer that this coordinator can see, with the names around it. */
export async function library(): Promise<Library> {
  const [answers, desks, projects] = await Promise.all([
    everyPage<CannedPage, CannedAnswer>('/api/v1/canned', (page) => page.answers),
    request<Desk[]>('GET', '/api/v1/desks'),
    request<Project[]>('GET', '/api/v1/projects'),
  ]);
  return { answers, desks, projects };
}

export const LEVELS: readonly CannedLevel[] = ['consortium', 'desk', 'project', 'own'];

/** Who shares an answer, by name: "Desk: Chat for sex workers". */
export function sharedBy(
  answer: Pick<CannedAnswer, 'level' | 'desk' | 'project'>,
  { desks, projects }: Library,
): string {
  const name =
    desks.find((one) => one.id === answer.desk)?.name ?? projects.find((one) => one.id === answer.project)?.name;
  return name === undefined
    ? tc.answers.levels[answer.level].short
    : tc.answers.levelOf(tc.answers.levels[answer.level].short, name);
}

/** The shared library, with search and filters. */
export function AnswerList() {
  const all = useLoad('library', library);
  const add = (
    <a class="button button-primary" href={address('settings', 'answers', 'new')} data-test="add-answer">
      <Icon name="plus" /> {tc.answers.add}
    </a>
  );
  return (
    <div class="stack-wide">
      <PageHead title={tc.answers.title} lead={tc.answers.lead}>
        {all.state === 'ready' && all.value.answers.length > 0 ? add : null}
      </PageHead>
      <Loaded of={all}>
        {(value) =>
          value.answers.length === 0 ? (
            <Empty icon="book" title={tc.answers.emptyTitle}>
              <p>{tc.answers.empty}</p>
              {add}
            </Empty>
          ) : (
            <Found of={value} />
          )
        }
      </Loaded>
    </div>
  );
}

function Found({ of }: { of: Library }) {
  const [query, setQuery] = useState('');
  const [level, setLevel] = useState('');
  const [language, setLanguage] = useState('');
  const [lacking, setLacking] = useState(false);
  const languages = [
    ...new Set([
      ...of.desks.flatMap((desk) => desk.languages),
      ...of.answers.flatMap((answer) => answer.texts.map((text) => text.language)),
    ]),
  ];
  const found = of.answers.filter((answer) => {
    const has = answer.texts.some((text) => text.language === language);
    return (
      (level === '' || answer.level === level) &&
      (language === '' || has !== lacking) &&
      matches(query, answer.shortcut, answer.title, ...answer.tags, ...answer.texts.map((text) => text.text))
    );
  });
  return (
    <div class="stack">
      <div class="filters">
        <SearchField
          label={tc.answers.search}
          value={query}
          onInput={setQuery}
          found={found.length}
          all={of.answers.length}
        />
        <Select
          label={tc.answers.level}
          value={level}
          options={[
            { value: '', label: tc.answers.anyLevel },
            ...LEVELS.map((value) => ({ value, label: tc.answers.levels[value].label })),
          ]}
          onChange={(event) => setLevel(event.currentTarget.value)}
          data-test="filter-level"
        />
        <Select
          label={tc.answers.language}
          value={language === '' ? '' : `${lacking ? '-' : '+'}${language}`}
          options={[
            { value: '', label: tc.answers.anyLanguage },
            ...languages.map((tag) => ({ value: `+${tag}`, label: tc.answers.inLanguage(languageName(tag)) })),
            ...languages.map((tag) => ({ value: `-${tag}`, label: tc.answers.notInLanguage(languageName(tag)) })),
          ]}
          onChange={(event) => {
            const value = event.currentTarget.value;
            setLacking(value.startsWith('-'));
            setLanguage(value.slice(1));
          }}
          data-test="filter-language"
        />
      </div>
      {found.length === 0 ? (
        <p class="quiet-box" data-test="nothing-found">
          {tc.common.nothingFound}
        </p>
      ) : (
        <Rows
          label={tc.answers.title}
          rows={found}
          rowKey={(answer) => answer.id}
          href={(answer) => address('settings', 'answers', answer.id)}
          title={(answer) => answer.title}
          sub={(answer) => <span class="answer-start">{answer.texts[0]?.text}</span>}
          cells={(answer) => (
            <>
              <code class="shortcut">/{answer.shortcut}</code>
              <Badge kind={answer.level === 'own' ? undefined : 'accent'}>{sharedBy(answer, of)}</Badge>
            </>
          )}
          end={(answer) => (
            <span class="small soft">{answer.texts.map((text) => languageName(text.language)).join(', ')}</span>
          )}
          data-test="answers"
        />
      )}
    </div>
  );
}
