import {
  type Desk,
  type DeskChange,
  IDLE_END_MAX_MS,
  IDLE_END_MIN_MS,
  NAME_CHARS_MAX,
  type Project,
  QUEUE_MAX,
} from '@netreach/protocol';
import { request } from '../../api.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Check, Field } from '../../ui/index.ts';
import { whole } from '../logic/numbers.ts';
import { changed } from '../logic/same.ts';
import { FormFrame, useForm } from '../parts/form.tsx';
import { LanguagesField } from '../parts/languages.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';

const MINUTE_MS = 60_000;
const IDLE_MIN = IDLE_END_MIN_MS / MINUTE_MS;
const IDLE_MAX = IDLE_END_MAX_MS / MINUTE_MS;

interface Draft {
  name: string;
  languages: readonly string[];
  queueMax: string;
  idleMinutes: string;
  tokenStored: boolean;
  projects: readonly string[];
}

function draftOf(desk: Desk): Draft {
  return {
    name: desk.name,
    languages: desk.languages,
    queueMax: String(desk.queue_max),
    idleMinutes: String(Math.round(desk.idle_end_ms / MINUTE_MS)),
    tokenStored: desk.token_stored,
    projects: desk.projects.map((project) => project.id),
  };
}

function bodyOf(draft: Draft): Required<DeskChange> {
  return {
    name: draft.name.trim(),
    languages: [...draft.languages],
    queue_max: Number(draft.queueMax),
    idle_end_ms: Number(draft.idleMinutes) * MINUTE_MS,
    token_stored: draft.tokenStored,
    projects: [...draft.projects],
  };
}

/** What of a draft cannot be sent, in words by field. */
function problemsOf(draft: Draft) {
  return {
    name: draft.name.trim() === '' ? tc.desk.nameMissing : undefined,
    languages: draft.languages.length === 0 ? tc.desk.languagesMissing : undefined,
    queueMax: whole(draft.queueMax, 0, QUEUE_MAX) === null ? tc.common.wholeNumber(0, QUEUE_MAX) : undefined,
    idleMinutes:
      whole(draft.idleMinutes, IDLE_MIN, IDLE_MAX) === null ? tc.common.wholeNumber(IDLE_MIN, IDLE_MAX) : undefined,
    projects: draft.projects.length === 0 ? tc.desk.projectsMissing : undefined,
  };
}

/** Name, languages, line, silence, reloads, and the projects that staff the desk. */
export function DeskSettings({ desk, onRenamed }: { desk: Desk; onRenamed: () => void }) {
  const projects = useLoad('projects', () => request<Project[]>('GET', '/api/v1/projects'));
  return <Loaded of={projects}>{(all) => <SettingsForm desk={desk} all={all} onRenamed={onRenamed} />}</Loaded>;
}

function SettingsForm({ desk, all, onRenamed }: { desk: Desk; all: readonly Project[]; onRenamed: () => void }) {
  const form = useForm(draftOf(desk), {
    ready: (draft) => Object.values(problemsOf(draft)).every((problem) => problem === undefined),
    save: async (draft) => {
      const now = await request<Desk>(
        'PATCH',
        `/api/v1/desks/${desk.id}`,
        changed(bodyOf(draftOf(desk)), bodyOf(draft)),
      );
      if (now.name !== desk.name) onRenamed();
      return draftOf(now);
    },
  });
  const { draft, set, error } = form;
  const wrong = problemsOf(draft);
  const projectsWrong = wrong.projects ?? atField(error, 'projects');
  // A project that staffs the desk and that this coordinator cannot see in full is still named.
  const known = new Map([
    ...desk.projects.map((one) => [one.id, one.name] as const),
    ...all.map((one) => [one.id, one.name] as const),
  ]);
  const mine = new Set(all.filter((one) => one.coordinator).map((one) => one.id));
  return (
    <FormFrame form={form} data-test="desk-form">
      <Section title={tc.desk.appearance}>
        <Field
          label={tc.desk.name}
          hint={tc.desk.nameHint}
          value={draft.name}
          maxLength={NAME_CHARS_MAX}
          error={(form.tried ? wrong.name : undefined) ?? atField(error, 'name')}
          onInput={(event) => set({ name: event.currentTarget.value })}
          data-test="desk-name"
        />
        <LanguagesField
          label={tc.desk.languages}
          hint={tc.desk.languagesHint}
          firstMeans={tc.desk.firstLanguage}
          error={wrong.languages ?? atField(error, 'languages')}
          value={draft.languages}
          onChange={(languages) => set({ languages })}
          data-test="desk-languages"
        />
      </Section>
      <Section title={tc.desk.flow}>
        <Field
          label={tc.desk.queueMax}
          hint={tc.desk.queueMaxHint}
          type="number"
          inputMode="numeric"
          min={0}
          max={QUEUE_MAX}
          class="input input-short"
          value={draft.queueMax}
          error={wrong.queueMax ?? atField(error, 'queue_max')}
          onInput={(event) => set({ queueMax: event.currentTarget.value })}
          data-test="desk-queue-max"
        />
        <Field
          label={tc.desk.idleMinutes}
          hint={tc.desk.idleMinutesHint}
          type="number"
          inputMode="numeric"
          min={IDLE_MIN}
          max={IDLE_MAX}
          class="input input-short"
          value={draft.idleMinutes}
          error={wrong.idleMinutes ?? atField(error, 'idle_end_ms')}
          onInput={(event) => set({ idleMinutes: event.currentTarget.value })}
          data-test="desk-idle-minutes"
        />
        <Check
          label={tc.desk.tokenStored}
          hint={draft.tokenStored ? tc.desk.tokenStoredOn : tc.desk.tokenStoredOff}
          checked={draft.tokenStored}
          onChange={(event) => set({ tokenStored: event.currentTarget.checked })}
          data-test="desk-token-stored"
        />
      </Section>
      <Section title={tc.desk.projects} lead={tc.desk.projectsLead}>
        <fieldset
          class="plain-fieldset stack-tight"
          aria-describedby={projectsWrong ? 'desk-projects-error' : undefined}
        >
          <legend class="for-readers">{tc.desk.projects}</legend>
          {[...known].map(([id, name]) => (
            <Check
              key={id}
              label={name}
              hint={mine.has(id) ? undefined : tc.desk.projectNotYours}
              checked={draft.projects.includes(id)}
              disabled={!mine.has(id)}
              onChange={(event) =>
                set({
                  projects: event.currentTarget.checked
                    ? [...draft.projects, id]
                    : draft.projects.filter((other) => other !== id),
                })
              }
              data-test="desk-project"
            />
          ))}
          {projectsWrong ? (
            <p class="field-error" id="desk-projects-error">
              {projectsWrong}
            </p>
          ) : null}
        </fieldset>
      </Section>
      <Section title={tc.desk.kept} data-test="desk-kept">
        <div class="row">
          <Badge kind="ok">{tc.desk.keptOff}</Badge>
          <span>{tc.desk.keptOffMeans}</span>
        </div>
        <p class="soft">{tc.desk.keptLater}</p>
      </Section>
    </FormFrame>
  );
}
