import { useEffect } from 'preact/hooks';
import { PartedView } from '../conversation/parted.tsx';
import { ConversationView } from '../conversation/view.tsx';
import { availability, chooseAvailability, desks, live } from '../live/live.ts';
import { prefer, preferences } from '../preferences.ts';
import { FirstRun } from '../sound/first-run.tsx';
import { t } from '../text/index.ts';
import { Button, Empty, Spinner } from '../ui/index.ts';
import { board, columnsNow, isPhone, shown } from './board.ts';
import './desk.css';
import { DeskSide } from './side.tsx';

/** Where operators work: the line and their conversations at the side, the open conversations beside each other. */
export function DeskPage() {
  const ids = shown.value;
  const phoneList = isPhone.value && ids.length === 0;
  return (
    <div class="desk" data-columns={columnsNow.value} data-test="desk">
      <h1 class="for-readers">{t.shell.desk}</h1>
      {isPhone.value && !phoneList ? null : <DeskSide />}
      {phoneList ? null : (
        <div class="columns">
          {ids.length === 0 ? (
            <Nothing />
          ) : (
            ids.map((id) => <Column key={id} id={id} active={board.value.active === id} />)
          )}
        </div>
      )}
    </div>
  );
}

function Column({ id, active }: { id: string; active: boolean }) {
  const held = live.value.held.find((each) => each.conversation.conversation === id);
  if (held) return <ConversationView held={held} active={active} />;
  const parted = live.value.parted.find((each) => each.id === id);
  return parted ? <PartedView parted={parted} /> : null;
}

/** What stands where no conversation is open. */
function Nothing() {
  useEffect(() => {
    document.getElementById('content')?.scrollTo(0, 0);
  }, []);
  if (!live.value.welcomed) {
    return (
      <div class="nothing">
        <Spinner label={t.desk.loading} />
      </div>
    );
  }
  return (
    <div class="nothing">
      <FirstRunCard />
      {desks.value.length === 0 ? (
        <Empty icon="people" title={t.desk.noDeskTitle} data-test="no-desk">
          <p>{t.desk.noDesk}</p>
        </Empty>
      ) : live.value.held.length > 0 ? (
        <Empty icon="chat" title={t.mine.chooseTitle} data-test="none-chosen">
          <p>{t.mine.choose}</p>
        </Empty>
      ) : availability.value === 'away' ? (
        <Empty icon="clock" title={t.mine.awayTitle} data-test="away">
          <p>{t.mine.away}</p>
          <Button kind="primary" onClick={() => chooseAvailability('available')} data-test="be-available">
            {t.mine.beAvailable}
          </Button>
        </Empty>
      ) : (
        <Empty icon="chat" title={t.mine.idleTitle} data-test="idle">
          <p>{t.mine.idle}</p>
        </Empty>
      )}
    </div>
  );
}

/** Sound and notifications, until the worker has seen to them once on this device. */
export function FirstRunCard() {
  if (preferences.value.firstRunDone) return null;
  return (
    <section class="card stack first-run-card" aria-labelledby="first-run-title" data-test="first-run">
      <div class="row-spread">
        <h2 id="first-run-title">{t.firstRun.title}</h2>
        <Button small onClick={() => prefer({ firstRunDone: true })} data-test="first-run-dismiss">
          {t.firstRun.dismiss}
        </Button>
      </div>
      <FirstRun />
    </section>
  );
}
