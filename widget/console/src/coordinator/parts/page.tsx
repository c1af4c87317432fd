import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Icon } from '../../ui/index.ts';

/** The address of the page before, so that the first page shown does not take the focus from the menu. */
let before: string | null = null;

/** Forgets which page was shown, when the coordinator's screens are left. */
export function forgetPage(): void {
  before = null;
}

/** The head of a page. Coming from another one of these pages, the heading takes the focus, so that it is read out. */
export function PageHead({
  title,
  lead,
  back,
  children,
}: {
  title: string;
  lead?: string | undefined;
  back?: { href: string; label: string } | undefined;
  children?: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (before !== null && before !== location.pathname) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    before = location.pathname;
  }, []);
  return (
    <header class="settings-head">
      {back ? (
        <a class="settings-back" href={back.href} data-test="back">
          <Icon name="back" size={16} /> {back.label}
        </a>
      ) : null}
      <div class="row-spread">
        <h1 ref={heading} tabIndex={-1} data-test="page-title">
          {title}
        </h1>
        {children ? <div class="row">{children}</div> : null}
      </div>
      {lead ? <p class="soft settings-lead">{lead}</p> : null}
    </header>
  );
}

/** What was asked for is not there, with the way back. */
export function NotHere({
  title,
  href,
  back,
  children,
}: {
  title: string;
  href: string;
  back: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="empty" data-test="not-found">
      <span class="empty-mark">
        <Icon name="help" size={56} />
      </span>
      <h1>{title}</h1>
      {children}
      <a class="button button-primary" href={href}>
        {back}
      </a>
    </div>
  );
}

/** A part of a form with its heading. */
export function Section({
  title,
  lead,
  children,
  ...rest
}: {
  title: string;
  lead?: string | undefined;
  children: ComponentChildren;
  'data-test'?: string;
}) {
  return (
    <section class="card stack" data-test={rest['data-test']}>
      <div class="stack-tight">
        <h2>{title}</h2>
        {lead ? <p class="soft">{lead}</p> : null}
      </div>
      {children}
    </section>
  );
}

/** Something to copy: shown, and copied in one press. */
export function Copyable({
  label,
  text,
  code,
  ...rest
}: {
  label: string;
  text: string;
  code?: boolean;
  'data-test'?: string;
}) {
  const box = useRef<HTMLElement>(null);
  const said = useRef<HTMLSpanElement>(null);
  const copy = async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No leave to use the clipboard: it is selected, so that the keyboard can copy it.
      done = false;
      if (box.current) getSelection()?.selectAllChildren(box.current);
    }
    if (said.current) said.current.textContent = done ? tc.common.copied : tc.common.copyByHand;
  };
  return (
    <div class="stack-tight">
      <div class="field-label">{label}</div>
      <div class="copyable">
        <code class={code ? 'copyable-text copyable-code' : 'copyable-text'} ref={box} data-test={rest['data-test']}>
          {text}
        </code>
        <Button
          small
          onClick={() => void copy()}
          aria-label={tc.common.copyOf(label)}
          data-test={`${rest['data-test'] ?? 'text'}-copy`}
        >
          {tc.common.copy}
        </Button>
      </div>
      <span class="small soft" role="status" ref={said} />
    </div>
  );
}
