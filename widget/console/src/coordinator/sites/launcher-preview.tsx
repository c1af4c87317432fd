import { useState } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Icon, Tabs } from '../../ui/index.ts';
import { colour, hex, INK, inkOn } from '../logic/contrast.ts';
import { ACCENT_START, type SiteDraft } from './draft.ts';

type Ground = 'light' | 'dark';

/** How the launcher will stand on a page, drawn from what is chosen; the page itself is made up. */
export function LauncherPreview({ draft, desk }: { draft: SiteDraft; desk: string }) {
  const [page, setPage] = useState<Ground>('light');
  const accent = colour(draft.accent) ?? colour(ACCENT_START) ?? INK;
  const panel = draft.theme === 'auto' ? page : draft.theme;
  return (
    <div class="stack-tight" data-test="launcher-preview">
      <div class="field-label">{tc.sites.preview}</div>
      <Tabs
        label={tc.sites.previewOn}
        chosen={page}
        onChoose={setPage}
        tabs={[
          { id: 'light', label: tc.sites.previewLight, 'data-test': 'preview-light' },
          { id: 'dark', label: tc.sites.previewDark, 'data-test': 'preview-dark' },
        ]}
      >
        <div class={`mock-page mock-page-${page}`} data-side={draft.position}>
          <div class="mock-lines" aria-hidden="true">
            <span />
            <span />
            <span />
          </div>
          <div class={`mock-panel mock-panel-${panel}`} aria-hidden="true">
            <div class="mock-panel-head" style={{ background: hex(accent), color: hex(inkOn(accent)) }}>
              {desk || tc.sites.previewDesk}
            </div>
            <div class="mock-panel-line" />
            <div class="mock-panel-line mock-panel-line-short" />
          </div>
          <div class="mock-launcher" style={{ background: hex(accent), color: hex(inkOn(accent)) }}>
            <Icon name="chat" /> <span>{tc.sites.previewWords}</span>
          </div>
        </div>
      </Tabs>
      <p class="small soft">{tc.sites.previewHint}</p>
    </div>
  );
}
