import { useState } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Button, Icon, Note } from '../ui/index.ts';
import { askPermission, permission } from './notify.ts';
import { playTest } from './ring.ts';

/** Sound test and leave for notifications. */
export function FirstRun() {
  const [asked, setAsked] = useState(false);
  const [heard, setHeard] = useState<'yes' | 'no' | null>(null);
  const [may, setMay] = useState(permission());

  const test = async () => {
    const played = await playTest();
    setHeard(played ? null : 'no');
    setAsked(true);
  };
  return (
    <div class="first-run">
      <div class="stack-tight" data-test="sound-test">
        <h3>{t.firstRun.sound}</h3>
        <p class="soft small">{t.firstRun.soundLead}</p>
        <div class="row">
          <Button small onClick={() => void test()} data-test="play-sound">
            <Icon name="bell" />
            {t.firstRun.play}
          </Button>
        </div>
        <div role="status" class="stack-tight">
          {asked && heard === null ? (
            <>
              <p>{t.firstRun.heardIt}</p>
              <div class="row">
                <Button small kind="primary" onClick={() => setHeard('yes')} data-test="heard-yes">
                  {t.firstRun.yes}
                </Button>
                <Button small onClick={() => setHeard('no')} data-test="heard-no">
                  {t.firstRun.no}
                </Button>
              </div>
            </>
          ) : null}
          {heard === 'yes' ? <p>{t.firstRun.soundFine}</p> : null}
          {heard === 'no' ? (
            <Note kind="warn">
              <p>{t.firstRun.soundHelp}</p>
            </Note>
          ) : null}
        </div>
      </div>
      <div class="stack-tight" data-test="notifications">
        <h3>{t.firstRun.notify}</h3>
        <p class="soft small">{t.firstRun.notifyLead}</p>
        <div role="status">
          {may === 'granted' ? <p>{t.firstRun.allowed}</p> : null}
          {may === 'denied' ? <p>{t.firstRun.denied}</p> : null}
          {may === 'unsupported' ? <p>{t.firstRun.unsupported}</p> : null}
        </div>
        {may === 'default' ? (
          <div class="row">
            <Button small onClick={() => void askPermission().then(setMay)} data-test="allow-notifications">
              {t.firstRun.allow}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
