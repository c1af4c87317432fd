import type { OpenState } from '@netreach/protocol';
import { desks } from '../live/live.ts';
import { t } from '../text/index.ts';

const OPEN: readonly OpenState[] = ['open', 'busy'];
const WARN: readonly OpenState[] = ['no_pair', 'queue_full', 'opens_soon'];

/** The class of a chip for a desk in this state. */
export function chipClass(state: OpenState): string {
  return OPEN.includes(state) ? 'chip chip-open' : WARN.includes(state) ? 'chip chip-warn' : 'chip';
}

/** Each desk with its one word on open or closed, in the bar. */
export function DeskChips() {
  return (
    <div class="chips">
      {desks.value.map((desk) => (
        <span class={chipClass(desk.state.state)} key={desk.desk} title={t.desk.why[desk.state.state]}>
          <span class="chip-dot" />
          <b>{desk.name}</b>
          <span>{t.desk.state[desk.state.state]}</span>
        </span>
      ))}
    </div>
  );
}
