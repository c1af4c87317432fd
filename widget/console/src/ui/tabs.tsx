import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

interface TabsProps<K extends string> {
  label: string;
  tabs: readonly { id: K; label: string; 'data-test'?: string }[];
  chosen: K;
  onChoose: (id: K) => void;
  children: ComponentChildren;
}

/** Tabs over one panel: arrows move between them and choose. */
export function Tabs<K extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<K>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const go = (to: number) => {
    const next = tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.id}`)}`)?.focus();
  };
  return (
    <div class="stack">
      <div
        class="tabs"
        role="tablist"
        aria-label={label}
        ref={list}
        onKeyDown={(event) => {
          const at = tabs.findIndex((tab) => tab.id === chosen);
          if (event.key === 'ArrowRight') go(at + 1);
          else if (event.key === 'ArrowLeft') go(at - 1);
          else if (event.key === 'Home') go(0);
          else if (event.key === 'End') go(tabs.length - 1);
          else return;
          event.preventDefault();
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            data-test={tab['data-test'] ?? `tab-${tab.id}`}
            onClick={() => onChoose(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </div>
  );
}
