import { ADDRESS_CHARS_MAX, type Desk, NAME_CHARS_MAX, type Project, type Side, type Theme } from '@netreach/protocol';
import { useId } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Field, FieldFrame, Icon, Select } from '../../ui/index.ts';
import { colour, hex, judge } from '../logic/contrast.ts';
import { checkOrigins, type OriginLine } from '../logic/origin.ts';
import { Choice } from '../parts/choice.tsx';
import type { Form } from '../parts/form.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';
import { problemsOf, type SiteDraft } from './draft.ts';
import { LauncherPreview } from './launcher-preview.tsx';

const SIDES: readonly Side[] = ['right', 'left'];
const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

/** Everything of a site that can be filled in. */
export function SiteFields({
  form,
  projects,
  desks,
  projectFixed,
}: {
  form: Form<SiteDraft>;
  projects: readonly Project[];
  desks: readonly Desk[];
  projectFixed: boolean;
}) {
  const { draft, set, error, tried } = form;
  const wrong = problemsOf(draft);
  return (
    <>
      <Section title={tc.sites.whatItIs}>
        <Field
          label={tc.sites.name}
          hint={tc.sites.nameHint}
          value={draft.name}
          maxLength={NAME_CHARS_MAX}
          autocomplete="off"
          error={(tried ? wrong.name : undefined) ?? atField(error, 'name')}
          onInput={(event) => set({ name: event.currentTarget.value })}
          data-test="site-name"
        />
        <Select
          label={tc.sites.project}
          hint={projectFixed ? tc.sites.projectStays : tc.sites.projectHint}
          value={draft.project}
          disabled={projectFixed}
          error={(tried ? wrong.project : undefined) ?? atField(error, 'project')}
          options={withEmpty(projects, draft.project)}
          onChange={(event) => set({ project: event.currentTarget.value })}
          data-test="site-project"
        />
        <Select
          label={tc.sites.desk}
          hint={tc.sites.deskHint}
          value={draft.desk}
          error={(tried ? wrong.desk : undefined) ?? atField(error, 'desk')}
          options={withEmpty(desks, draft.desk)}
          onChange={(event) => set({ desk: event.currentTarget.value })}
          data-test="site-desk"
        />
      </Section>
      <Section title={tc.sites.where} lead={tc.sites.whereLead}>
        <OriginsField value={draft.origins} error={atField(error, 'origins')} onInput={(origins) => set({ origins })} />
      </Section>
      <Section title={tc.sites.look}>
        <div class="look">
          <div class="stack">
            <Choice
              label={tc.sites.position}
              value={draft.position}
              error={atField(error, 'position')}
              options={SIDES.map((value) => ({ value, label: tc.sites.positions[value] }))}
              onChange={(position) => set({ position })}
              data-test="position"
            />
            <Choice
              label={tc.sites.theme}
              value={draft.theme}
              error={atField(error, 'theme')}
              options={THEMES.map((value) => ({ value, label: tc.sites.themes[value] }))}
              onChange={(theme) => set({ theme })}
              data-test="theme"
            />
            <AccentField
              value={draft.accent}
              error={wrong.accent ?? atField(error, 'accent')}
              onChange={(accent) => set({ accent })}
            />
          </div>
          <LauncherPreview draft={draft} desk={desks.find((one) => one.id === draft.desk)?.name ?? ''} />
        </div>
      </Section>
      <Section title={tc.sites.exit} lead={tc.sites.exitLead}>
        <Field
          label={tc.sites.exitUrl}
          hint={tc.sites.exitHint}
          type="url"
          inputMode="url"
          maxLength={ADDRESS_CHARS_MAX}
          value={draft.exitUrl}
          autocomplete="off"
          error={wrong.exitUrl ?? atField(error, 'exit_url')}
          onInput={(event) => set({ exitUrl: event.currentTarget.value })}
          data-test="exit-url"
        />
      </Section>
    </>
  );
}

function withEmpty(all: readonly { id: string; name: string }[], value: string) {
  const options = all.map((one) => ({ value: one.id, label: one.name }));
  return all.some((one) => one.id === value) ? options : [{ value, label: tc.common.choose }, ...options];
}

/** Origins, one a line; each line that is not one says why and offers what was probably meant. */
function OriginsField({
  value,
  error,
  onInput,
}: {
  value: string;
  error: string | undefined;
  onInput: (text: string) => void;
}) {
  const id = useId();
  const lines = checkOrigins(value);
  const wrong = lines.filter((line) => line.problem !== null);
  const mend = (line: OriginLine) =>
    onInput(
      value
        .split('\n')
        .map((text, index) => (index === line.line - 1 ? (line.meant ?? text) : text))
        .join('\n'),
    );
  return (
    <div class="stack-tight">
      <FieldFrame label={tc.sites.origins} hint={tc.sites.originsHint} error={error}>
        {(wired) => (
          <textarea
            class="input input-mono"
            {...wired}
            aria-describedby={[wired['aria-describedby'], `${id}-lines`].filter(Boolean).join(' ')}
            aria-invalid={wrong.length > 0 || error ? true : undefined}
            rows={4}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
            data-test="origins"
          />
        )}
      </FieldFrame>
      <ul class="origin-lines" id={`${id}-lines`} data-test="origin-lines">
        {lines.map((line) => (
          <li
            key={line.line}
            class={line.problem ? 'origin-line origin-line-wrong' : 'origin-line'}
            data-problem={line.problem ?? undefined}
          >
            <Icon name={line.problem ? 'warn' : 'check'} size={16} />
            <span>
              {line.problem
                ? tc.sites.originProblem(line.line, line.text, tc.sites.originProblems[line.problem])
                : tc.sites.originFine(line.origin ?? '')}
            </span>
            {line.meant ? (
              <Button small onClick={() => mend(line)} data-test="origin-mend">
                {tc.sites.originMeant(line.meant)}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {lines.length === 0 ? <p class="small soft">{tc.sites.noOrigins}</p> : null}
    </div>
  );
}

/** The accent by picker or by its code, with whether it can be seen and read on. */
function AccentField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (accent: string) => void;
}) {
  const known = colour(value);
  const verdict = known ? judge(known) : null;
  return (
    <div class="stack-tight">
      <Field
        label={tc.sites.accent}
        hint={tc.sites.accentHint}
        value={value}
        class="input input-mono input-short-plus"
        spellcheck={false}
        autocomplete="off"
        maxLength={7}
        error={error}
        onInput={(event) => onChange(event.currentTarget.value.trim())}
        data-test="accent"
        after={
          <input
            type="color"
            class="colour-picker"
            aria-label={tc.sites.accentPick}
            value={known ? hex(known) : '#000000'}
            onInput={(event) => onChange(event.currentTarget.value)}
            data-test="accent-pick"
          />
        }
      />
      {verdict ? (
        <ul class="verdicts" data-test="accent-verdict">
          <Verdict fine words={tc.sites.verdictText(ratio(verdict.text))} />
          <Verdict
            fine={verdict.seenOnWhite}
            words={tc.sites.verdictWhite(ratio(verdict.onWhite), verdict.seenOnWhite)}
          />
          <Verdict fine={verdict.seenOnDark} words={tc.sites.verdictDark(ratio(verdict.onDark), verdict.seenOnDark)} />
        </ul>
      ) : null}
    </div>
  );
}

/** A contrast, rounded down so that it never looks better than it is. */
function ratio(contrast: number): string {
  return (Math.floor(contrast * 10) / 10).toFixed(1);
}

function Verdict({ fine, words }: { fine: boolean; words: string }) {
  return (
    <li class={fine ? 'verdict' : 'verdict verdict-warn'}>
      <Icon name={fine ? 'check' : 'warn'} size={16} /> {words}
    </li>
  );
}
