import { type Desk, type DeskTexts, EXCEPTIONS_MAX, type Hours } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { FieldFrame } from '../../ui/index.ts';
import { isZone } from '../logic/clock-change.ts';
import { bodyOf, check, draftOf, type HoursDraft, weeklyMinutes } from '../logic/hours.ts';
import { FormFrame, useForm } from '../parts/form.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';
import { ClockChanges } from './clock-changes.tsx';
import { Exceptions } from './exceptions.tsx';
import { Preview } from './preview.tsx';
import { Week } from './week.tsx';

/** Opening hours: the week, single dates, the time zone, and what a visitor sees at any moment. */
export function HoursPage({ desk }: { desk: Desk }) {
  const path = `/api/v1/desks/${desk.id}`;
  const both = useLoad(path, () =>
    Promise.all([request<Hours>('GET', `${path}/hours`), request<DeskTexts>('GET', `${path}/texts`)]),
  );
  return <Loaded of={both}>{([hours, texts]) => <HoursForm desk={desk} hours={hours} texts={texts} />}</Loaded>;
}

function HoursForm({ desk, hours, texts }: { desk: Desk; hours: Hours; texts: DeskTexts }) {
  const [saves, setSaves] = useState(0);
  const [start] = useState(() => draftOf(hours));
  const [savedZone, setSavedZone] = useState(hours.time_zone);
  const form = useForm<HoursDraft>(start, {
    ready: (draft) => check(draft).size === 0 && isZone(draft.timeZone),
    save: async (draft) => {
      await request<unknown>('PUT', `/api/v1/desks/${desk.id}/hours`, bodyOf(draft));
      setSavedZone(draft.timeZone);
      setSaves((before) => before + 1);
    },
  });
  const { draft, set, error } = form;
  const problems = check(draft);
  return (
    <FormFrame form={form} data-test="hours-form">
      <Section title={tc.hours.week} lead={tc.hours.weekLead(weeklyMinutes(draft.weekly) / 60)}>
        <Week hours={draft} problems={problems} onChange={(weekly) => set({ weekly })} />
        {atField(error, 'weekly') ? <p class="field-error">{atField(error, 'weekly')}</p> : null}
      </Section>
      <Section title={tc.hours.exceptions} lead={tc.hours.exceptionsLead}>
        <Exceptions
          hours={draft}
          problems={problems}
          full={draft.exceptions.length >= EXCEPTIONS_MAX}
          onChange={(exceptions) => set({ exceptions })}
        />
        {atField(error, 'exceptions') ? <p class="field-error">{atField(error, 'exceptions')}</p> : null}
      </Section>
      <Section title={tc.hours.zone} lead={tc.hours.zoneLead}>
        <ZoneField
          zone={draft.timeZone}
          error={atField(error, 'time_zone')}
          onChange={(timeZone) => set({ timeZone })}
        />
        <ClockChanges hours={draft} />
      </Section>
      <Preview desk={desk} zone={savedZone} texts={texts} saves={saves} dirty={form.dirty} />
    </FormFrame>
  );
}

/** The zones that this device knows, by region. */
const ZONES: ReadonlyMap<string, readonly string[]> = (() => {
  const regions = new Map<string, string[]>();
  for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC']) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : tc.hours.zoneOther;
    const zones = regions.get(region);
    if (!zones) regions.set(region, [zone]);
    else if (!zones.includes(zone)) zones.push(zone);
  }
  return regions;
})();

function ZoneField({
  zone,
  error,
  onChange,
}: {
  zone: string;
  error: string | undefined;
  onChange: (zone: string) => void;
}) {
  const listed = [...ZONES.values()].some((zones) => zones.includes(zone));
  return (
    <FieldFrame label={tc.hours.zoneLabel} error={error}>
      {(wired) => (
        <select
          class="input input-medium"
          {...wired}
          value={zone}
          onChange={(event) => onChange(event.currentTarget.value)}
          data-test="time-zone"
        >
          {listed ? null : (
            <option value={zone} selected>
              {zone}
            </option>
          )}
          {[...ZONES].map(([region, zones]) => (
            <optgroup key={region} label={region}>
              {zones.map((one) => (
                <option key={one} value={one} selected={one === zone}>
                  {one.replaceAll('_', ' ')}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
