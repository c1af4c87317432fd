import type { DeskView, QueueEntry } from '@netreach/protocol';
import { now } from '../clock.ts';
import { type Held, myNumber, unreadOf } from '../live/fold.ts';
import { availability, command, desks, live, supervisorCalls } from '../live/live.ts';
import { type Columns, prefer, preferences } from '../preferences.ts';
import { chipClass } from '../shell/desk-chips.tsx';
import { t } from '../text/index.ts';
import { Badge, Button, Icon } from '../ui/index.ts';
import { languageName, moment, span, spanInWords } from '../words.ts';
import { board, isPhone, open } from './board.ts';
import { FirstRunCard } from './page.tsx';

/** The list at the side: calls for a supervisor, my conversations, who waits, who is here. */
export function DeskSide() {
  return (
    <section class="side" aria-label={t.desk.panel}>
      {isPhone.value ? <FirstRunCard /> : null}
      <Calls />
      <Mine />
      {desks.value.map((desk) => (
        <DeskBlock key={desk.desk} desk={desk} titled={desks.value.length > 1 || isPhone.value} />
      ))}
    </section>
  );
}

function Calls() {
  const calls = supervisorCalls.value;
  return (
    <div role="alert">
      {calls.map((call) => (
        <div class="note note-warn" key={call.conversation} data-test="supervisor-call">
          <Icon name="bell" />
          <p>
            <b>{t.desk.calls}</b>
            <br />
            <span class="small">
              {call.desk.name}, <Waited since={call.since} words={t.desk.callSince} />
            </span>
          </p>
          <Button
            small
            kind="primary"
            onClick={() => command({ do: 'join', conversation: call.conversation })}
            data-test="join"
          >
            {t.desk.join}
          </Button>
        </div>
      ))}
    </div>
  );
}

function Mine() {
  const { held } = live.value;
  return (
    <section class="side-block" aria-labelledby="side-mine">
      <div class="row-spread">
        <h2 id="side-mine">{t.mine.heading}</h2>
        {isPhone.value || held.length < 2 ? null : <ColumnsChoice />}
      </div>
      {held.length === 0 ? (
        <p class="soft small" data-test="mine-empty">
          {availability.value === 'away' ? t.mine.emptyAway : t.mine.empty}
        </p>
      ) : (
        <ul class="mine" data-test="mine">
          {held.map((each) => (
            <li key={each.conversation.conversation}>
              <MineItem held={each} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function MineItem({ held }: { held: Held }) {
  const { conversation } = held;
  const id = conversation.conversation;
  const unread = unreadOf(live.value, held);
  const mine = myNumber(live.value, conversation);
  const seat = conversation.workers.find((each) => each.worker === mine)?.seat;
  const standing = conversation.standing?.kind;
  return (
    <button
      type="button"
      class="mine-item"
      aria-current={board.value.active === id ? 'true' : undefined}
      data-ringing={held.ringing ? 'yes' : undefined}
      data-test="mine-item"
      data-id={id}
      onClick={() => open(id)}
    >
      <span class="mine-name">{conversation.opened?.nickname ?? t.common.loading}</span>
      {held.ringing ? <Badge kind="count">{t.mine.new}</Badge> : null}
      {!held.ringing && unread > 0 ? (
        <Badge kind="count" data-test="unread">
          <span aria-hidden="true">{unread}</span>
          <span class="for-readers">{t.mine.unread(unread)}</span>
        </Badge>
      ) : null}
      <span class="mine-more">
        {seat ? <span>{t.conversation.seat[seat]}</span> : null}
        {conversation.opened ? <span>{languageName(conversation.opened.language)}</span> : null}
        {standing && standing !== 'full' ? <Badge kind="warn">{standingWord(standing)}</Badge> : null}
        {conversation.visitorHere ? null : <Badge kind="warn">{t.queue.gone}</Badge>}
      </span>
    </button>
  );
}

function standingWord(kind: 'waiting' | 'grace' | 'held' | 'finishing' | 'supervised'): string {
  return t.standing.short[kind];
}

function ColumnsChoice() {
  const choices: readonly Columns[] = [1, 2, 3];
  return (
    <fieldset class="column-choice">
      <legend class="for-readers">{t.mine.columns}</legend>
      {choices.map((count) => (
        <button
          key={count}
          type="button"
          aria-pressed={preferences.value.columns === count}
          aria-label={t.mine.columnsOf(count)}
          title={t.mine.columnsOf(count)}
          data-test={`columns-${count}`}
          onClick={() => prefer({ columns: count })}
        >
          {count}
        </button>
      ))}
    </fieldset>
  );
}

function DeskBlock({ desk, titled }: { desk: DeskView; titled: boolean }) {
  return (
    <section class="side-block" aria-label={desk.name} data-test="desk-block" data-state={desk.state.state}>
      <div class="stack-tight">
        <div class="row-spread">
          <h2 class={titled ? undefined : 'desk-name'}>{desk.name}</h2>
          <span class={chipClass(desk.state.state)} data-test="desk-state">
            <span class="chip-dot" />
            <b>{t.desk.state[desk.state.state]}</b>
          </span>
        </div>
        <p class="soft small">
          {desk.state.note ?? t.desk.why[desk.state.state]} <Next desk={desk} />
        </p>
      </div>
      <div class="stack-tight">
        <h3 class="row">
          {t.queue.heading}
          {desk.queue.length > 0 ? <Badge kind="count">{desk.queue.length}</Badge> : null}
        </h3>
        {desk.queue.length === 0 ? (
          <p class="soft small" data-test="queue-empty">
            {t.queue.empty}
          </p>
        ) : (
          <ol class="queue" data-test="queue">
            {desk.queue.map((entry) => (
              <Waiting key={entry.conversation} entry={entry} />
            ))}
          </ol>
        )}
        {desk.queue.length > 0 ? <p class="soft small">{t.queue.hint}</p> : null}
      </div>
      <div class="stack-tight">
        <h3>{t.desk.people}</h3>
        {desk.people.length === 0 ? <p class="soft small">{t.desk.nobodyOnline}</p> : null}
        <ul class="people" data-test="people">
          {desk.people.map((person) => (
            <li key={person.person}>
              <span class="availability-dot" data-is={person.availability} />
              <span class="people-name">
                <b>
                  {person.name}
                  {person.person === live.value.person ? ` (${t.conversation.you})` : ''}
                </b>
                <span class="soft small">
                  {[
                    t.availability.words[person.availability],
                    person.organisation,
                    person.supervisor ? t.desk.supervisor : '',
                    person.trainee ? t.desk.trainee : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <span class="soft small">
                <span aria-hidden="true">{t.desk.load(person.holding, person.capacity)}</span>
                <span class="for-readers">{t.desk.loadInWords(person.holding, person.capacity)}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Next({ desk }: { desk: DeskView }) {
  const { state, next_opening, changes_at } = desk.state;
  if (state === 'open' || state === 'busy') {
    return changes_at === null ? null : <span>{t.desk.closes(moment(changes_at, now.value))}.</span>;
  }
  if (state === 'no_pair' || state === 'queue_full' || state === 'no_hours') return null;
  return (
    <span data-test="next-opening">
      {next_opening === null ? t.desk.noNext : `${t.desk.opens(moment(next_opening, now.value))}.`}
    </span>
  );
}

function Waiting({ entry }: { entry: QueueEntry }) {
  return (
    <li class="waiting" data-test="waiting">
      <span class="waiting-time">
        <Waited since={entry.since} />
      </span>
      <span class="waiting-what">
        <b>{languageName(entry.language)}</b>
        <span class="soft small">
          {t.queue.from(entry.project)}
          {entry.here ? '' : ` · ${t.queue.gone}`}
        </span>
      </span>
    </li>
  );
}

/** How long something has waited: digits for the eye, whole minutes for screen readers. */
function Waited({ since, words }: { since: number; words?: (span: string) => string }) {
  const waited = now.value - since;
  return (
    <>
      <span aria-hidden="true">{words ? words(span(waited)) : span(waited)}</span>
      <span class="for-readers">{(words ?? t.queue.waitingFor)(spanInWords(waited))}</span>
    </>
  );
}
