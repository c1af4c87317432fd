import {
  type Desk,
  GRACE_MAX_MS,
  MINIMUM_MAX,
  OPEN_REQUIRES_MAX,
  type Pairing,
  type PairingMix,
  type PairingSolo,
} from '@netreach/protocol';
import { request } from '../../api.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Check, Field, Note } from '../../ui/index.ts';
import { whole } from '../logic/numbers.ts';
import { Choice } from '../parts/choice.tsx';
import { FormFrame, useForm } from '../parts/form.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';

const GRACE_MAX_S = GRACE_MAX_MS / 1000;

interface Draft {
  minimum: string;
  openRequires: string;
  mix: PairingMix;
  traineesCount: boolean;
  graceSeconds: string;
  solo: PairingSolo;
}

function draftOf(rules: Pairing): Draft {
  return {
    minimum: String(rules.minimum),
    openRequires: String(rules.open_requires),
    mix: rules.mix,
    traineesCount: rules.trainees_count,
    graceSeconds: String(Math.round(rules.grace_ms / 1000)),
    solo: rules.solo,
  };
}

function problemsOf(draft: Draft) {
  const minimum = whole(draft.minimum, 1, MINIMUM_MAX);
  const least = minimum ?? 1;
  return {
    minimum: minimum === null ? tc.common.wholeNumber(1, MINIMUM_MAX) : undefined,
    openRequires:
      whole(draft.openRequires, least, OPEN_REQUIRES_MAX) === null
        ? tc.pairing.openRequiresBetween(least, OPEN_REQUIRES_MAX)
        : undefined,
    mix: draft.mix === 'require' && minimum === 1 ? tc.pairing.mixNeedsTwo : undefined,
    graceSeconds:
      whole(draft.graceSeconds, 0, GRACE_MAX_S) === null ? tc.common.wholeNumber(0, GRACE_MAX_S) : undefined,
  };
}

function bodyOf(draft: Draft): Pairing {
  return {
    minimum: Number(draft.minimum),
    open_requires: Number(draft.openRequires),
    mix: draft.mix,
    trainees_count: draft.traineesCount,
    grace_ms: Number(draft.graceSeconds) * 1000,
    solo: draft.solo,
  };
}

const MIXES: readonly PairingMix[] = ['any', 'prefer', 'require'];
const SOLOS: readonly PairingSolo[] = ['hold', 'finish', 'supervised'];

/** The rules that the server enforces for every conversation of the desk. */
export function PairingPage({ desk }: { desk: Desk }) {
  const path = `/api/v1/desks/${desk.id}/pairing`;
  const rules = useLoad(path, () => request<Pairing>('GET', path));
  return <Loaded of={rules}>{(value) => <PairingForm path={path} desk={desk} rules={value} />}</Loaded>;
}

function PairingForm({ path, desk, rules }: { path: string; desk: Desk; rules: Pairing }) {
  const form = useForm(draftOf(rules), {
    ready: (draft) => Object.values(problemsOf(draft)).every((problem) => problem === undefined),
    save: async (draft) => {
      await request<unknown>('PUT', path, bodyOf(draft));
    },
  });
  const { draft, set, error } = form;
  const wrong = problemsOf(draft);
  const fits = Object.values(wrong).every((problem) => problem === undefined);
  return (
    <FormFrame form={form} data-test="pairing-form">
      <Section title={tc.pairing.howMany}>
        <Field
          label={tc.pairing.minimum}
          hint={tc.pairing.minimumMeans}
          type="number"
          inputMode="numeric"
          min={1}
          max={MINIMUM_MAX}
          class="input input-short"
          value={draft.minimum}
          error={wrong.minimum ?? atField(error, 'minimum')}
          onInput={(event) => set({ minimum: event.currentTarget.value })}
          data-test="minimum"
        />
        {draft.minimum === '1' ? (
          <Note kind="warn" data-test="alone-warning">
            <p>{tc.pairing.aloneWarning}</p>
          </Note>
        ) : null}
        <Field
          label={tc.pairing.openRequires}
          hint={tc.pairing.openRequiresMeans}
          type="number"
          inputMode="numeric"
          min={1}
          max={OPEN_REQUIRES_MAX}
          class="input input-short"
          value={draft.openRequires}
          error={wrong.openRequires ?? atField(error, 'open_requires')}
          onInput={(event) => set({ openRequires: event.currentTarget.value })}
          data-test="open-requires"
        />
        <Check
          label={tc.pairing.trainees}
          hint={tc.pairing.traineesMean}
          checked={draft.traineesCount}
          onChange={(event) => set({ traineesCount: event.currentTarget.checked })}
          data-test="trainees-count"
        />
      </Section>
      <Section title={tc.pairing.who}>
        <Choice
          label={tc.pairing.mix}
          value={draft.mix}
          error={wrong.mix ?? atField(error, 'mix')}
          options={MIXES.map((value) => ({ value, ...tc.pairing.mixes[value] }))}
          onChange={(mix) => set({ mix })}
          data-test="mix"
        />
        {draft.mix === 'require' && desk.projects.length < 2 ? (
          <Note kind="warn" data-test="mix-impossible">
            <p>{tc.pairing.mixImpossible}</p>
          </Note>
        ) : null}
      </Section>
      <Section title={tc.pairing.whenOneDrops}>
        <Field
          label={tc.pairing.grace}
          hint={tc.pairing.graceMeans}
          type="number"
          inputMode="numeric"
          min={0}
          max={GRACE_MAX_S}
          class="input input-short"
          value={draft.graceSeconds}
          error={wrong.graceSeconds ?? atField(error, 'grace_ms')}
          onInput={(event) => set({ graceSeconds: event.currentTarget.value })}
          data-test="grace"
        />
        <Choice
          label={tc.pairing.solo}
          value={draft.solo}
          error={atField(error, 'solo')}
          options={SOLOS.map((value) => ({ value, ...tc.pairing.solos[value] }))}
          onChange={(solo) => set({ solo })}
          data-test="solo"
        />
      </Section>
      <Section title={tc.pairing.summary} data-test="pairing-summary">
        <p aria-live="polite">
          {fits
            ? tc.pairing.sentence({
                minimum: Number(draft.minimum),
                openRequires: Number(draft.openRequires),
                mix: draft.mix,
                trainees: draft.traineesCount,
                grace: Number(draft.graceSeconds),
                solo: draft.solo,
              })
            : tc.pairing.noSummary}
        </p>
      </Section>
    </FormFrame>
  );
}
