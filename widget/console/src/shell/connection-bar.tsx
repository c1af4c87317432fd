import { connectionNote, takeOver } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Button } from '../ui/index.ts';

/** Says what is wrong with the connection, if anything is; quiet for the first ten seconds. */
export function ConnectionBar() {
  const note = connectionNote.value;
  return (
    <div role="status" data-test="connection" data-state={note ?? 'fine'}>
      {note === null ? null : (
        <div class={note === 'connecting' ? 'strip strip-quiet' : 'strip'}>
          <span>{t.connection[note]}</span>
          {note === 'otherWindows' ? (
            <Button small onClick={takeOver} data-test="use-this-window">
              {t.connection.useThis}
            </Button>
          ) : null}
          {note === 'outdated' ? (
            <Button small onClick={() => location.reload()}>
              {t.connection.reload}
            </Button>
          ) : null}
        </div>
      )}
    </div>
  );
}
