import type { CannedText } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { now } from '../../clock.ts';
import { me } from '../../session.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Icon, Select } from '../../ui/index.ts';
import { languageName, momentIn } from '../../words.ts';
import { blanksIn } from '../logic/blanks.ts';
import { FilledText, type Insertable, TextWithBlanks } from '../parts/blanks.tsx';
import { type AnswerDraft, problemOfText } from './draft.ts';
import type { Library } from './list.tsx';

/** What the console fills in by itself in every conversation; `town` and the rest come from the projects. */
const KNOWN: readonly string[] = ['town', 'next_opening', 'organisation', 'screen_name', 'desk'];

/** A moment for the preview: tomorrow. */
const SAMPLE_AHEAD_MS = 24 * 60 * 60 * 1000;

/** The projects whose visitors may get this answer. */
function reach(draft: AnswerDraft, all: Library): Library['projects'] {
  if (draft.level === 'project') return all.projects.filter((one) => one.id === draft.project);
  if (draft.level === 'desk') {
    const staff = all.desks.find((one) => one.id === draft.desk)?.projects.map((one) => one.id) ?? [];
    return all.projects.filter((one) => staff.includes(one.id));
  }
  return all.projects;
}

/** The answer in one language, its blanks as chips, and how it reads once they are filled. */
export function AnswerText({
  text,
  all,
  draft,
  tried,
  error,
  onInput,
  onRemove,
}: {
  text: CannedText;
  all: Library;
  draft: AnswerDraft;
  tried: boolean;
  error: string | undefined;
  onInput: (text: string) => void;
  onRemove: (() => void) | undefined;
}) {
  const projects = reach(draft, all);
  const variables = [...new Set(projects.flatMap((one) => Object.keys(one.variables)))]
    .filter((name) => !KNOWN.includes(name))
    .sort();
  const insertables = [...KNOWN, ...variables].map((name): Insertable => ({ name, label: nameOf(name) }));
  const wrong = problemOfText(text.text);
  const language = languageName(text.language);
  return (
    <div class="answer-text stack" data-test="answer-text" data-language={text.language}>
      <TextWithBlanks
        label={tc.answers.textIn(language)}
        value={text.text}
        language={text.language}
        insertables={insertables}
        rows={6}
        error={(tried || text.text !== '' ? wrong : undefined) ?? error}
        onInput={onInput}
        data-test={`answer-${text.language}`}
      />
      <Blanks text={text.text} known={[...KNOWN, ...variables]} projects={projects} />
      <Filled text={text} draft={draft} projects={projects} all={all} />
      {onRemove ? (
        <div>
          <Button kind="quiet" small onClick={onRemove} data-test={`remove-text-${text.language}`}>
            <Icon name="cross" size={14} /> {tc.answers.removeText(language)}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function nameOf(name: string): string {
  return tc.answers.blankNames[name as keyof typeof tc.answers.blankNames] ?? name.replaceAll('_', ' ');
}

/** Each blank of the text with who fills it: the console, the projects, or the worker by hand. */
function Blanks({ text, known, projects }: { text: string; known: readonly string[]; projects: Library['projects'] }) {
  const names = blanksIn(text);
  if (names.length === 0) return null;
  return (
    <ul class="blank-list" aria-label={tc.answers.blanksUsed} data-test="blank-chips">
      {names.map((name) => {
        const lacking = projects.filter((one) => name !== 'town' && !KNOWN.includes(name) && !one.variables[name]);
        const byHand = !known.includes(name);
        return (
          <li key={name}>
            <span class={byHand ? 'blank-chip blank-chip-open' : 'blank-chip'}>{name}</span>{' '}
            <span class="small soft">
              {byHand
                ? tc.answers.byHand
                : lacking.length > 0
                  ? tc.answers.lackingAt(lacking.map((one) => one.name).join(', '))
                  : tc.answers.filledIn}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Filled({
  text,
  draft,
  projects,
  all,
}: {
  text: CannedText;
  draft: AnswerDraft;
  projects: Library['projects'];
  all: Library;
}) {
  const [chosen, setChosen] = useState('');
  const project = projects.find((one) => one.id === chosen) ?? projects[0];
  const desk = all.desks.find((one) => one.id === draft.desk) ?? all.desks[0];
  if (text.text.trim() === '') return null;
  const values: Record<string, string> = {
    desk: desk?.name ?? '',
    organisation: project?.name ?? '',
    screen_name: me.value?.screen_name ?? '',
    next_opening: momentIn(text.language, now.peek() + SAMPLE_AHEAD_MS),
    town: project?.town ?? '',
  };
  for (const [name, value] of Object.entries(project?.variables ?? {})) if (value) values[name] = value;
  return (
    <figure class="visitor-card" data-test={`answer-${text.language}-preview`}>
      <figcaption class="row-spread">
        <span class="small soft">{tc.answers.previewTitle}</span>
        {projects.length > 1 ? (
          <Select
            label={tc.answers.previewFor}
            hideLabel
            value={project?.id ?? ''}
            options={projects.map((one) => ({ value: one.id, label: tc.answers.visitorOf(one.name) }))}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        ) : null}
      </figcaption>
      <FilledText text={text.text} language={text.language} values={values} />
    </figure>
  );
}
