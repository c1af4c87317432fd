import { CAPACITY_MAX, type Membership, NAME_CHARS_MAX, type Project, type Role } from '@netreach/protocol';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { t } from '../../text/index.ts';
import { Check, Field } from '../../ui/index.ts';
import type { Form } from '../parts/form.tsx';
import { LanguagesField } from '../parts/languages.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';
import { inOrder, type PersonDraft, problemsOf } from './draft.ts';

const ROLES: readonly Role[] = ['operator', 'trainee', 'supervisor', 'coordinator'];

/** What is the same for a new person and one who is there. */
export function PersonFields<D extends PersonDraft>({
  form,
  projects,
}: {
  form: Form<D>;
  projects: readonly Project[];
}) {
  const { draft, error, tried } = form;
  const set = (change: Partial<PersonDraft>) => form.set(change as Partial<D>);
  const wrong = problemsOf(draft);
  return (
    <>
      <Section title={tc.people.asSeen}>
        <Field
          label={tc.people.screenName}
          hint={tc.people.screenNameHint}
          value={draft.screenName}
          maxLength={NAME_CHARS_MAX}
          autocomplete="off"
          error={(tried ? wrong.screenName : undefined) ?? atField(error, 'screen_name')}
          onInput={(event) => set({ screenName: event.currentTarget.value })}
          data-test="screen-name"
        />
        <LanguagesField
          label={tc.people.languages}
          hint={tc.people.languagesHint}
          firstMeans={tc.people.bestLanguage}
          value={draft.languages}
          error={wrong.languages ?? atField(error, 'languages')}
          onChange={(languages) => set({ languages })}
          data-test="person-languages"
        />
        <Field
          label={tc.people.capacity}
          hint={tc.people.capacityHint}
          type="number"
          inputMode="numeric"
          min={0}
          max={CAPACITY_MAX}
          class="input input-short"
          value={draft.capacity}
          error={wrong.capacity ?? atField(error, 'capacity')}
          onInput={(event) => set({ capacity: event.currentTarget.value })}
          data-test="capacity"
        />
      </Section>
      <Section title={tc.people.roles} lead={tc.people.rolesLead}>
        <div class="role-projects">
          {projects.map((project) => (
            <fieldset class="plain-fieldset stack-tight" key={project.id} data-test="roles" data-project={project.id}>
              <legend class="field-label">{tc.people.rolesIn(project.name)}</legend>
              {ROLES.map((role) => (
                <Check
                  key={role}
                  label={t.account.roles[role] ?? role}
                  hint={tc.people.roleMeans[role]}
                  checked={has(draft.memberships, project.id, role)}
                  onChange={(event) =>
                    set({ memberships: toggled(draft.memberships, project.id, role, event.currentTarget.checked) })
                  }
                  data-test={`role-${role}`}
                />
              ))}
            </fieldset>
          ))}
        </div>
        {tried && wrong.memberships ? <p class="field-error">{wrong.memberships}</p> : null}
        {atField(error, 'memberships') ? <p class="field-error">{atField(error, 'memberships')}</p> : null}
      </Section>
    </>
  );
}

function has(memberships: readonly Membership[], project: string, role: Role): boolean {
  return memberships.some((one) => one.project === project && one.role === role);
}

function toggled(memberships: readonly Membership[], project: string, role: Role, on: boolean): Membership[] {
  const others = memberships.filter((one) => one.project !== project || one.role !== role);
  return inOrder(on ? [...others, { project, role }] : others);
}
