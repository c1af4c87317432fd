import { NAME_CHARS_MAX, type Project, VARIABLE_VALUE_CHARS_MAX, VARIABLES_MAX } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Field, Icon, Note } from '../../ui/index.ts';
import { blank, isVariableName, variableName } from '../logic/blanks.ts';
import { freshId } from '../logic/hours.ts';
import { changed } from '../logic/same.ts';
import { FormFrame, useForm } from '../parts/form.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { NotHere, PageHead, Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';

interface Variable {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

interface Draft {
  name: string;
  town: string;
  variables: readonly Variable[];
}

/** `town` is always there, from the field of that name. */
const BUILT_IN = 'town';

function draftOf(project: Project): Draft {
  return {
    name: project.name,
    town: project.town,
    variables: Object.entries(project.variables)
      .filter(([name]) => name !== BUILT_IN)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => ({ id: freshId(), name, value })),
  };
}

function bodyOf(draft: Draft) {
  return {
    name: draft.name.trim(),
    town: draft.town.trim(),
    variables: Object.fromEntries(draft.variables.map((one) => [one.name, one.value.trim()])),
  };
}

function problemOfName(variable: Variable, all: readonly Variable[]): string | undefined {
  if (variable.name === '') return tc.projects.variableNameMissing;
  if (!isVariableName(variable.name)) return tc.projects.variableNameBad;
  if (variable.name === BUILT_IN) return tc.projects.variableBuiltIn;
  return all.some((other) => other.id !== variable.id && other.name === variable.name)
    ? tc.projects.variableTwice
    : undefined;
}

/** One project: name, town, and what fills the blanks of canned answers. */
export function ProjectEdit({ id }: { id: string }) {
  const projects = useLoad('projects', () => request<Project[]>('GET', '/api/v1/projects'));
  return (
    <Loaded of={projects}>
      {(all) => {
        const project = all.find((one) => one.id === id);
        const back = { href: address('settings', 'projects'), label: tc.projects.title };
        if (!project) {
          return <NotHere title={tc.common.nothingTitle} href={back.href} back={back.label} />;
        }
        return (
          <div class="stack-wide">
            <PageHead title={project.name} back={back} />
            {project.coordinator ? (
              <ProjectForm project={project} />
            ) : (
              <Note kind="warn">
                <p>{tc.common.notYours}</p>
              </Note>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const [start] = useState(() => draftOf(project));
  const form = useForm(start, {
    ready: (draft) =>
      draft.name.trim() !== '' &&
      draft.town.trim() !== '' &&
      draft.variables.every((one) => problemOfName(one, draft.variables) === undefined && one.value.trim() !== ''),
    save: async (draft) => {
      const body = changed(bodyOf(draftOf(project)), bodyOf(draft));
      await request<unknown>('PATCH', `/api/v1/projects/${project.id}`, { ...bodyOf(draft), ...body });
    },
  });
  const { draft, set, error, tried } = form;
  const change = (id: number, to: Partial<Variable>) =>
    set({ variables: draft.variables.map((one) => (one.id === id ? { ...one, ...to } : one)) });
  return (
    <FormFrame form={form} data-test="project-form">
      <Section title={tc.projects.project}>
        <Field
          label={tc.projects.name}
          hint={tc.projects.nameHint}
          value={draft.name}
          maxLength={NAME_CHARS_MAX}
          error={(draft.name.trim() === '' ? tc.projects.nameMissing : undefined) ?? atField(error, 'name')}
          onInput={(event) => set({ name: event.currentTarget.value })}
          data-test="project-name"
        />
        <Field
          label={tc.projects.town}
          hint={tc.projects.townHint}
          value={draft.town}
          maxLength={NAME_CHARS_MAX}
          error={(draft.town.trim() === '' ? tc.projects.townMissing : undefined) ?? atField(error, 'town')}
          onInput={(event) => set({ town: event.currentTarget.value })}
          data-test="project-town"
        />
      </Section>
      <Section title={tc.projects.variables} lead={tc.projects.variablesLead}>
        <p class="small soft">{tc.projects.townVariable(blank(BUILT_IN), draft.town)}</p>
        {draft.variables.length === 0 ? <p class="quiet-box">{tc.projects.noVariables}</p> : null}
        <ul class="variables" data-test="variables">
          {draft.variables.map((one) => (
            <li class="variable" key={one.id} data-test="variable">
              <Field
                label={tc.projects.variableName}
                value={one.name}
                spellcheck={false}
                autocapitalize="none"
                autocomplete="off"
                error={tried || one.name !== '' ? problemOfName(one, draft.variables) : undefined}
                onInput={(event) => change(one.id, { name: event.currentTarget.value })}
                onBlur={() => change(one.id, { name: variableName(one.name) })}
                data-test="variable-name"
              />
              <Field
                label={tc.projects.variableValue}
                value={one.value}
                maxLength={VARIABLE_VALUE_CHARS_MAX}
                autocomplete="off"
                error={
                  (tried && one.value.trim() === '' ? tc.projects.variableValueMissing : undefined) ??
                  atField(error, `variables.${one.name}`)
                }
                onInput={(event) => change(one.id, { value: event.currentTarget.value })}
                data-test="variable-value"
              />
              <Button
                kind="quiet"
                icon
                aria-label={tc.projects.removeVariable(one.name)}
                onClick={() => set({ variables: draft.variables.filter((other) => other.id !== one.id) })}
                data-test="remove-variable"
              >
                <Icon name="cross" />
              </Button>
            </li>
          ))}
        </ul>
        {draft.variables.length < VARIABLES_MAX ? (
          <div>
            <Button
              onClick={() => set({ variables: [...draft.variables, { id: freshId(), name: '', value: '' }] })}
              data-test="add-variable"
            >
              {tc.projects.addVariable}
            </Button>
          </div>
        ) : null}
      </Section>
    </FormFrame>
  );
}
