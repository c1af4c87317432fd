import type { Desk, DeskState, DeskTexts } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { now } from '../../clock.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { t } from '../../text/index.ts';
import { Badge, Button, Field, Note } from '../../ui/index.ts';
import { momentIn } from '../../words.ts';
import { instantOf, isZone, wallClock } from '../logic/clock-change.ts';
import { byKey, kindOf, resolve } from '../logic/texts.ts';
import { stateKind } from '../overview/overview.tsx';
import { FilledText } from '../parts/blanks.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Section } from '../parts/page.tsx';

/** What a visitor sees at any moment, by the saved hours. */
export function Preview({
  desk,
  zone,
  texts,
  saves,
  dirty,
}: {
  desk: Desk;
  zone: string;
  texts: DeskTexts;
  saves: number;
  dirty: boolean;
}) {
  const [wall, setWall] = useState(() => wallClock(isZone(zone) ? zone : 'UTC', now.peek()));
  const meant = isZone(zone) ? instantOf(zone, wall) : null;
  return (
    <Section title={tc.hours.preview} lead={tc.hours.previewLead} data-test="preview">
      {dirty ? (
        <Note kind="warn">
          <p>{tc.hours.previewSaved}</p>
        </Note>
      ) : null}
      <div class="add-row">
        <Field
          label={tc.hours.previewAt(zone)}
          type="datetime-local"
          value={wall}
          class="input input-medium"
          error={meant === null ? tc.hours.previewNoTime : undefined}
          onInput={(event) => setWall(event.currentTarget.value.slice(0, 16))}
          data-test="preview-at"
        />
        <Button onClick={() => setWall(wallClock(zone, now.peek()))} data-test="preview-now">
          {tc.hours.previewNow}
        </Button>
      </div>
      {meant?.kind === 'skipped' ? (
        <Note kind="warn" data-test="preview-skipped">
          <p>{tc.hours.skipped}</p>
        </Note>
      ) : null}
      {meant?.kind === 'twice' ? (
        <Note kind="warn" data-test="preview-twice">
          <p>{tc.hours.twice}</p>
        </Note>
      ) : null}
      {meant === null ? null : <Seen desk={desk} zone={zone} at={meant.at} texts={texts} saves={saves} />}
    </Section>
  );
}

function Seen({
  desk,
  zone,
  at,
  texts,
  saves,
}: {
  desk: Desk;
  zone: string;
  at: number;
  texts: DeskTexts;
  saves: number;
}) {
  const state = useLoad(`${desk.id} ${at} ${saves}`, () =>
    request<DeskState>('GET', `/api/v1/desks/${desk.id}/preview?at=${at}`),
  );
  const language = desk.languages[0] ?? 'en';
  return (
    <div aria-live="polite" class="seen">
      <Loaded of={state}>
        {(value) => {
          const kind = kindOf(value.state);
          const text = kind ? resolve(byKey(texts.texts), byKey(texts.defaults), kind, language, language) : null;
          const next = value.next_opening === null ? null : momentIn('en-GB', value.next_opening, zone);
          const other = resolve(byKey(texts.texts), byKey(texts.defaults), 'other_channels', language, language).text;
          const open = value.state === 'open' || value.state === 'busy';
          return (
            <div class="stack-tight" data-test="preview-state" data-state={value.state}>
              <div class="row">
                <Badge kind={stateKind(value.state)}>{t.desk.state[value.state]}</Badge>
                {value.note ? <b>{value.note}</b> : null}
              </div>
              <p>{open ? tc.hours.seenOpen : next ? tc.hours.seenOpens(next) : tc.hours.seenNever}</p>
              {text && text.text !== '' ? (
                <figure class="visitor-card">
                  <figcaption class="small soft">{tc.hours.seenText}</figcaption>
                  <FilledText
                    text={text.text}
                    language={text.language}
                    values={{
                      next_opening:
                        value.next_opening === null
                          ? tc.texts.noOpening
                          : momentIn(text.language, value.next_opening, zone),
                      other_channels: other,
                    }}
                  />
                </figure>
              ) : null}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}
