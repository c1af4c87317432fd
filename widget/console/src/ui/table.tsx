import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  /** Heading; for a column of buttons a heading for screen readers only. */
  head: string;
  hideHead?: boolean;
  cell: (row: Row) => ComponentChildren;
  /** The cell that names the row. */
  rowHead?: boolean;
  actions?: boolean;
}

interface TableProps<Row> {
  caption: string;
  hideCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  'data-test'?: string;
}

/** A table that scrolls sideways inside its frame on narrow screens; the frame takes focus for the arrow keys. */
export function Table<Row>({ caption, hideCaption, columns, rows, rowKey, ...rest }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section class="table-frame" aria-label={caption} tabIndex={0} data-test={rest['data-test']}>
      <table class="table">
        <caption class={hideCaption ? 'for-readers' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col">
                {column.hideHead ? <span class="for-readers">{column.head}</span> : column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) =>
                column.rowHead ? (
                  <th key={column.head} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.head} class={column.actions ? 'cell-actions' : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
