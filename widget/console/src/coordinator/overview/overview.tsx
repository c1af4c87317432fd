import type { DayCount, Desk, DeskState } from '@netreach/protocol';
import { request } from '../../api.ts';
import { now } from '../../clock.ts';
import { desks as liveDesks } from '../../live/live.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { t } from '../../text/index.ts';
import { Badge, Empty, ErrorNote, Note, Spinner } from '../../ui/index.ts';
import { moment } from '../../words.ts';
import { addDays, wallClock } from '../logic/clock-change.ts';
import { DAYS, figures, totals } from '../logic/counts.ts';
import { type Load, Loaded, useLoad } from '../parts/load.tsx';
import { PageHead } from '../parts/page.tsx';
import { Bars, FiguresTable } from './bars.tsx';

/** The first page: each desk with its state, its last four weeks, and the ways to change it. */
export function Overview({ desks }: { desks: Load<Desk[]> }) {
  return (
    <div class="stack-wide">
      <PageHead title={tc.overview.title} lead={tc.overview.lead} />
      <Loaded of={desks}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="chat" title={tc.overview.noDeskTitle} data-test="no-desk">
              <p>{tc.overview.noDesk}</p>
            </Empty>
          ) : (
            all.map((desk) => <DeskCard key={desk.id} desk={desk} />)
          )
        }
      </Loaded>
    </div>
  );
}

const PAGES = ['settings', 'hours', 'pairing', 'texts'] as const;

function DeskCard({ desk }: { desk: Desk }) {
  return (
    <section class="card stack" aria-labelledby={`desk-${desk.id}`} data-test="desk-card" data-id={desk.id}>
      <div class="row-spread">
        <h2 id={`desk-${desk.id}`}>{desk.name}</h2>
        <nav class="row" aria-label={tc.overview.pagesOf(desk.name)}>
          {PAGES.map((page) => (
            <a
              key={page}
              class="button button-plain button-small"
              href={
                page === 'settings'
                  ? address('settings', 'desks', desk.id)
                  : address('settings', 'desks', desk.id, page)
              }
              data-test={`desk-${page}`}
            >
              {tc.desk.pages[page]}
            </a>
          ))}
        </nav>
      </div>
      <StateNow desk={desk.id} />
      <p class="small soft">
        {tc.overview.staffedBy(desk.projects.map((project) => project.name).join(', ') || tc.overview.nobody)}
      </p>
      <LastWeeks desk={desk.id} name={desk.name} />
    </section>
  );
}

const OPEN: readonly DeskState['state'][] = ['open', 'busy'];
const WARN: readonly DeskState['state'][] = ['no_pair', 'queue_full', 'opens_soon', 'no_hours'];

/** How a state is coloured; the words beside say the same. */
export function stateKind(state: DeskState['state']): 'ok' | 'warn' | undefined {
  return OPEN.includes(state) ? 'ok' : WARN.includes(state) ? 'warn' : undefined;
}

/** Open or closed now: live where this window knows it, else by the hours alone. */
function StateNow({ desk }: { desk: string }) {
  const live = liveDesks.value.find((one) => one.desk === desk)?.state;
  return live ? <StateLine desk={desk} state={live} /> : <StateByHours desk={desk} />;
}

function StateByHours({ desk }: { desk: string }) {
  const state = useLoad(`state ${desk}`, () =>
    request<DeskState>('GET', `/api/v1/desks/${desk}/preview?at=${Math.round(now.peek())}`),
  );
  if (state.state === 'loading') return <Spinner />;
  if (state.state === 'failed') return <ErrorNote error={state.error} onRetry={state.retry} />;
  return <StateLine desk={desk} state={state.value} byHours />;
}

function StateLine({ desk, state, byHours }: { desk: string; state: DeskState; byHours?: boolean }) {
  if (state.state === 'no_hours') {
    return (
      <Note kind="warn" data-test="state-now">
        <p>{t.desk.why.no_hours}</p>
        <a class="button button-primary button-small" href={address('settings', 'desks', desk, 'hours')}>
          {tc.overview.setHours}
        </a>
      </Note>
    );
  }
  const isOpen = OPEN.includes(state.state);
  return (
    <div class="state-line" data-test="state-now" data-state={state.state}>
      <Badge kind={stateKind(state.state)}>{t.desk.state[state.state]}</Badge>
      <span>{byHours && isOpen ? tc.overview.openByHours : t.desk.why[state.state]}</span>
      {state.note ? <span>{tc.overview.note(state.note)}</span> : null}
      {isOpen || state.next_opening === null ? null : (
        <span class="soft">{t.desk.opens(moment(state.next_opening, now.value))}</span>
      )}
    </div>
  );
}

function LastWeeks({ desk, name }: { desk: string; name: string }) {
  const today = wallClock('UTC', now.peek()).slice(0, 10);
  const counts = useLoad(`counts ${desk}`, () =>
    request<DayCount[]>('GET', `/api/v1/desks/${desk}/counts?from=${addDays(today, 1 - DAYS)}&to=${today}`),
  );
  return (
    <Loaded of={counts}>
      {(value) => {
        const rows = figures(value, today);
        const sum = totals(rows);
        if (sum.requests + sum.conversations + sum.missed + sum.minutesBelow === 0) {
          return (
            <p class="quiet-box" data-test="no-counts">
              {tc.overview.noCounts}
            </p>
          );
        }
        return (
          <div class="stack" data-test="counts">
            <p data-test="counts-summary">{tc.overview.summary(sum)}</p>
            <div class="bars-pair">
              <Bars
                title={tc.overview.requests}
                rows={rows.map((row) => ({ day: row.day, value: row.requests }))}
                said={tc.overview.requestsOf}
              />
              <Bars
                title={tc.overview.minutesBelow}
                rows={rows.map((row) => ({ day: row.day, value: row.minutesBelow }))}
                said={tc.overview.minutesOf}
                warn
              />
            </div>
            <details class="details">
              <summary data-test="counts-table">{tc.overview.asTable}</summary>
              <FiguresTable rows={rows} caption={tc.overview.tableOf(name)} />
            </details>
          </div>
        );
      }}
    </Loaded>
  );
}
