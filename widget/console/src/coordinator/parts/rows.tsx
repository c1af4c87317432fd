import type { ComponentChildren } from 'preact';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Field } from '../../ui/index.ts';

/** A list whose entries lead to a page each: a table to the eye on wide screens, cards on narrow ones. */
export function Rows<T>({
  label,
  rows,
  rowKey,
  href,
  title,
  sub,
  cells,
  end,
  ...rest
}: {
  label: string;
  rows: readonly T[];
  rowKey: (row: T) => string;
  href: (row: T) => string;
  title: (row: T) => string;
  sub?: (row: T) => ComponentChildren;
  cells?: (row: T) => ComponentChildren;
  end?: (row: T) => ComponentChildren;
  'data-test': string;
}) {
  return (
    <ul class="rows" aria-label={label} data-test={rest['data-test']}>
      {rows.map((row) => (
        <li class="row-item" key={rowKey(row)} data-test={`${rest['data-test']}-item`} data-id={rowKey(row)}>
          <div class="row-main">
            <a class="row-link" href={href(row)}>
              {title(row)}
            </a>
            {sub ? <div class="small soft row-sub">{sub(row)}</div> : null}
          </div>
          {cells ? <div class="row-cells">{cells(row)}</div> : null}
          {end ? <div class="row-end-part">{end(row)}</div> : null}
        </li>
      ))}
    </ul>
  );
}

/** The search over a list, with how many are left. */
export function SearchField({
  label,
  value,
  onInput,
  found,
  all,
}: {
  label: string;
  value: string;
  onInput: (text: string) => void;
  found: number;
  all: number;
}) {
  return (
    <div class="search-field">
      <Field
        label={label}
        type="search"
        autocomplete="off"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        data-test="search"
      />
      <p class="small soft" role="status" data-test="found">
        {found === all ? tc.common.all(all) : tc.common.found(found, all)}
      </p>
    </div>
  );
}
