import { useMemo } from 'preact/hooks';
import { now } from '../../clock.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { type ClockChange, clockChanges, isZone, touchedBy, wallClock } from '../logic/clock-change.ts';
import type { HoursDraft } from '../logic/hours.ts';
import { dateInWords } from './span.tsx';

/** How far ahead changes are looked for: each zone's two of a year. */
const AHEAD_MS = 366 * 24 * 60 * 60 * 1000;

/** The time there now, and the nights on which the clocks change, with the spans that they touch. */
export function ClockChanges({ hours }: { hours: HoursDraft }) {
  const zone = hours.timeZone;
  const changes = useMemo(() => (isZone(zone) ? clockChanges(zone, now.peek(), now.peek() + AHEAD_MS) : []), [zone]);
  if (!isZone(zone)) return null;
  return (
    <div class="stack-tight" data-test="clock-changes">
      <p>{tc.hours.timeThere(wallClock(zone, now.value).slice(11))}</p>
      {changes.length === 0 ? <p class="soft">{tc.hours.noClockChanges}</p> : null}
      {changes.map((change) => (
        <ChangeNote key={change.at} change={change} hours={hours} />
      ))}
    </div>
  );
}

function ChangeNote({ change, hours }: { change: ClockChange; hours: HoursDraft }) {
  const touched = touchedBy(change, hours);
  const date = dateInWords(change.before.slice(0, 10));
  const [before, after] = [change.before.slice(11), change.after.slice(11)];
  return (
    <div
      class={touched.length > 0 ? 'note note-warn clock-change' : 'clock-change soft'}
      data-test="clock-change"
      data-touched={touched.length}
    >
      <p>{change.by > 0 ? tc.hours.forward(date, before, after) : tc.hours.backward(date, before, after)}</p>
      {touched.length > 0 ? (
        <ul class="clock-touched">
          {touched.map((one) => (
            <li key={one.span.id}>
              {tc.hours.touched(
                `${dateInWords(one.date)} ${one.span.opens}–${one.span.closes}`,
                one.lasts,
                one.planned,
              )}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
