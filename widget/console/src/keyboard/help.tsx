import { prefer, preferences } from '../preferences.ts';
import { t } from '../text/index.ts';
import { Button, Dialog, KeyHint, Note } from '../ui/index.ts';
import { helpOpen } from './help.ts';

type Line = readonly [keys: readonly string[], words: string];

const GROUPS: readonly (readonly [string, readonly Line[]])[] = [
  [
    t.keys.groups.move,
    [
      [['J'], t.keys.next],
      [['K'], t.keys.previous],
      [['N'], t.keys.unread],
      [['1', '2', '3'], t.keys.columns],
      [['?'], t.keys.help],
    ],
  ],
  [
    t.keys.groups.act,
    [
      [['R'], t.keys.reply],
      [['A'], t.keys.aside],
      [['/'], t.keys.canned],
      [['S'], t.keys.swap],
      [['D'], t.keys.slow],
      [['E'], t.keys.end],
    ],
  ],
  [
    t.keys.groups.write,
    [
      [['Enter'], t.keys.send],
      [['Shift+Enter'], t.keys.newLine],
      [['/'], t.keys.slash],
      [['Ctrl+\u2019'], t.keys.cannedInside],
      [['Tab'], t.keys.tab],
      [['Ctrl+.'], t.keys.toAside],
      [['Ctrl+↑', 'Ctrl+↓'], t.keys.move],
      [['Esc'], t.keys.leave],
    ],
  ],
];

/** Every key, in one dialog; also where the keys are turned off. */
export function HelpDialog() {
  const on = preferences.value.shortcuts;
  return (
    <Dialog
      title={t.keys.title}
      wide
      onClose={() => {
        helpOpen.value = false;
      }}
      data-test="help-dialog"
    >
      {on ? (
        <p class="soft">{t.keys.lead}</p>
      ) : (
        <Note kind="warn">
          <p>{t.keys.off}</p>
        </Note>
      )}
      <div class="key-groups">
        {GROUPS.map(([title, lines]) => (
          <section key={title} class="stack-tight">
            <h3>{title}</h3>
            <dl class="key-list">
              {lines.map(([keys, words]) => (
                <div key={words}>
                  <dt>
                    {keys.map((key) => (
                      <KeyHint key={key} keys={key} />
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div class="dialog-actions">
        <Button onClick={() => prefer({ shortcuts: !on })} aria-pressed={!on} data-test="shortcuts-toggle">
          {on ? t.keys.turnOff : t.keys.turnOn}
        </Button>
      </div>
    </Dialog>
  );
}
