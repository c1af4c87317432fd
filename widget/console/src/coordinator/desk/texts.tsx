import {
  DESK_TEXT_CHARS_MAX,
  type Desk,
  type DeskTextKind,
  type DeskTexts,
  type DeskTextsChange,
} from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { now } from '../../clock.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Button, Tabs } from '../../ui/index.ts';
import { languageName, momentIn } from '../../words.ts';
import { blanksIn, brokenBlanks } from '../logic/blanks.ts';
import { byKey, KINDS, key, listOf, resolve, sameLanguage, type Written } from '../logic/texts.ts';
import { FilledText, TextWithBlanks } from '../parts/blanks.tsx';
import { FormFrame, useForm } from '../parts/form.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';

/** A moment for the preview: tomorrow. */
const SAMPLE_AHEAD_MS = 24 * 60 * 60 * 1000;

/** The blanks that the panel fills. */
const BLANKS: readonly string[] = ['next_opening', 'other_channels'];

/** Kinds in which a blank has no place: other channels cannot name themselves. */
function insertablesOf(kind: DeskTextKind) {
  return BLANKS.filter((name) => !(kind === 'other_channels' && name === 'other_channels')).map((name) => ({
    name,
    label: tc.texts.blanks[name as keyof typeof tc.texts.blanks],
  }));
}

/** What is wrong with one text; none if it can be saved. */
function problemOf(kind: DeskTextKind, text: string): string | undefined {
  if ([...text].length > DESK_TEXT_CHARS_MAX) return tc.common.tooLong([...text].length, DESK_TEXT_CHARS_MAX);
  const known = insertablesOf(kind).map((one) => one.name);
  const unknown = [...brokenBlanks(text), ...blanksIn(text).filter((name) => !known.includes(name))];
  return unknown.length > 0 ? tc.texts.unknownBlank(unknown.join(', ')) : undefined;
}

/** The first text that cannot be saved. */
function firstBad(written: Written) {
  return listOf(written).find((one) => problemOf(one.kind, one.text) !== undefined);
}

/** Everything that a visitor reads from the desk itself, in each language. */
export function TextsPage({ desk }: { desk: Desk }) {
  const path = `/api/v1/desks/${desk.id}/texts`;
  const texts = useLoad(path, () => request<DeskTexts>('GET', path));
  return <Loaded of={texts}>{(value) => <TextsForm desk={desk} path={path} texts={value} />}</Loaded>;
}

function TextsForm({ desk, path, texts }: { desk: Desk; path: string; texts: DeskTexts }) {
  const defaults = byKey(texts.defaults);
  const [start] = useState(() => ({ written: byKey(texts.texts) }));
  const languages = [...new Set([...desk.languages, ...texts.texts.map((one) => one.language)])];
  const [chosen, setChosen] = useState(languages[0] ?? 'en');
  const form = useForm<{ written: Written }>(start, {
    ready: (draft) => firstBad(draft.written) === undefined,
    onBlocked: (draft) => setChosen((before) => firstBad(draft.written)?.language ?? before),
    save: async (draft) => {
      const body: DeskTextsChange = { texts: listOf(draft.written) };
      await request<unknown>('PUT', path, body);
      return { written: byKey(body.texts) };
    },
  });
  const write = (at: string, text: string | undefined) => {
    const { [at]: _, ...others } = form.draft.written;
    form.set({ written: text === undefined ? others : { ...others, [at]: text } });
  };
  return (
    <FormFrame form={form} data-test="texts-form">
      {atField(form.error, 'texts') ? <p class="field-error">{atField(form.error, 'texts')}</p> : null}
      <Tabs
        label={tc.texts.languages}
        chosen={chosen}
        onChoose={setChosen}
        tabs={languages.map((tag) => ({
          id: tag,
          label: tag === desk.languages[0] ? tc.texts.own(languageName(tag)) : languageName(tag),
          'data-test': `texts-${tag}`,
        }))}
      >
        <div class="stack">
          {desk.languages.includes(chosen) ? null : (
            <p class="quiet-box">{tc.texts.notADeskLanguage(languageName(chosen))}</p>
          )}
          {KINDS.map((kind) => (
            <TextEditor
              key={key(chosen, kind)}
              kind={kind}
              language={chosen}
              desk={desk}
              written={form.draft.written}
              defaults={defaults}
              onWrite={(text) => write(key(chosen, kind), text)}
            />
          ))}
        </div>
      </Tabs>
    </FormFrame>
  );
}

function TextEditor({
  kind,
  language,
  desk,
  written,
  defaults,
  onWrite,
}: {
  kind: DeskTextKind;
  language: string;
  desk: Desk;
  written: Written;
  defaults: Written;
  onWrite: (text: string | undefined) => void;
}) {
  const [previewed, setPreviewed] = useState(false);
  const deskLanguage = desk.languages[0] ?? 'en';
  const own = written[key(language, kind)];
  const { [key(language, kind)]: _, ...others } = written;
  // What is read as long as nothing is written here: it may be the desk's own words in another language.
  const otherwise = resolve(others, defaults, kind, language, deskLanguage);
  const given = !otherwise.written && sameLanguage(otherwise.language, language) ? otherwise.text : '';
  const inStock = resolve({}, defaults, kind, language, language);
  const value = own ?? given;
  const read = resolve(written, defaults, kind, language, deskLanguage);
  const other = resolve(written, defaults, 'other_channels', language, deskLanguage).text;
  const { title, means } = tc.texts.kinds[kind];
  const changed = own !== undefined && own.trim() !== '';
  return (
    <Section title={title} lead={means} data-test={`text-${kind}`}>
      <div class="row">
        {changed ? (
          <Badge kind="accent">{tc.texts.yours}</Badge>
        ) : given ? (
          <Badge>{tc.texts.isDefault}</Badge>
        ) : (
          <Badge kind={read.text === '' ? undefined : 'warn'}>{tc.texts.nothingWritten}</Badge>
        )}
        {own !== undefined ? (
          <Button
            small
            kind="quiet"
            onClick={() => onWrite(undefined)}
            data-test={`text-${kind}-default`}
            aria-label={given ? tc.texts.backOf(title) : tc.texts.clearOf(title)}
          >
            {given ? tc.texts.back : tc.texts.clear}
          </Button>
        ) : null}
        {!changed && given === '' && inStock.text !== '' && sameLanguage(inStock.language, language) ? (
          <Button
            small
            onClick={() => onWrite(inStock.text)}
            data-test={`text-${kind}-begin`}
            aria-label={tc.texts.beginOf(title)}
          >
            {tc.texts.begin}
          </Button>
        ) : null}
      </div>
      <TextWithBlanks
        label={tc.texts.textIn(title, languageName(language))}
        hint={
          own !== undefined && !changed && given
            ? tc.texts.emptyIsDefault
            : changed || given || read.text === ''
              ? undefined
              : tc.texts.readsOther(languageName(language), languageName(read.language))
        }
        error={problemOf(kind, value)}
        value={value}
        language={language}
        insertables={insertablesOf(kind)}
        rows={Math.min(12, Math.max(3, Math.ceil(value.length / 70)))}
        onInput={(text) => onWrite(text === given ? undefined : text)}
        data-test={`text-${kind}-field`}
      />
      <div class="stack-tight">
        <div>
          <Button
            small
            kind="quiet"
            aria-expanded={previewed}
            onClick={() => setPreviewed(!previewed)}
            data-test={`text-${kind}-preview`}
          >
            {previewed ? tc.common.hidePreview : tc.common.showPreview}
          </Button>
        </div>
        {previewed ? (
          <figure class="visitor-card">
            <figcaption class="small soft">{tc.texts.asRead}</figcaption>
            {read.text === '' ? (
              <p class="soft">{tc.texts.nothingRead}</p>
            ) : (
              <FilledText
                text={read.text}
                language={read.language}
                values={{
                  next_opening: momentIn(read.language, now.peek() + SAMPLE_AHEAD_MS),
                  other_channels: other === '' ? tc.texts.noOther : other,
                }}
                data-test={`text-${kind}-read`}
              />
            )}
          </figure>
        ) : null}
      </div>
    </Section>
  );
}
