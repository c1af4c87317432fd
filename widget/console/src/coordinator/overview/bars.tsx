import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Table } from '../../ui/index.ts';
import { type DayFigures, top } from '../logic/counts.ts';

const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const wholeDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

const instant = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** A bar for each day. The drawing is for the eye; the sentence above and the table below say the same in words. */
export function Bars({
  title,
  rows,
  said,
  warn,
}: {
  title: string;
  rows: readonly { day: string; value: number }[];
  said: (n: number) => string;
  warn?: boolean;
}) {
  const highest = top(rows.map((row) => row.value));
  const [first, last] = [rows[0], rows[rows.length - 1]];
  return (
    <figure class={warn ? 'bars bars-warn' : 'bars'} aria-hidden="true">
      <figcaption>
        <span>{title}</span>
        <span class="soft">{tc.overview.upTo(highest)}</span>
      </figcaption>
      <div class="bars-field">
        {rows.map((row) => (
          <span class="bar-slot" key={row.day} title={`${wholeDay.format(instant(row.day))}: ${said(row.value)}`}>
            <span
              class={row.value === 0 ? 'bar-of-day bar-zero' : 'bar-of-day'}
              style={{ height: `${(row.value / highest) * 100}%` }}
            />
          </span>
        ))}
      </div>
      <div class="bars-days soft small">
        <span>{first ? dayAndMonth.format(instant(first.day)) : ''}</span>
        <span>{last ? dayAndMonth.format(instant(last.day)) : ''}</span>
      </div>
    </figure>
  );
}

/** The same figures as a table, newest first. */
export function FiguresTable({ rows, caption }: { rows: readonly DayFigures[]; caption: string }) {
  return (
    <Table
      caption={caption}
      hideCaption
      rows={[...rows].reverse()}
      rowKey={(row) => row.day}
      columns={[
        { head: tc.overview.day, rowHead: true, cell: (row) => wholeDay.format(instant(row.day)) },
        { head: tc.overview.requests, cell: (row) => row.requests },
        { head: tc.overview.conversations, cell: (row) => row.conversations },
        { head: tc.overview.missed, cell: (row) => row.missed },
        { head: tc.overview.minutesBelow, cell: (row) => row.minutesBelow },
      ]}
    />
  );
}
