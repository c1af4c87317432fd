/** The panel's few line drawings. They say nothing by themselves: each stands beside words. */
const PATHS = {
  send: 'M4 12 20 4l-6 16-3-7z',
  down: 'M12 5v14m-6-6 6 6 6-6',
  minimise: 'M6 10l6 6 6-6',
  settings: 'M4 7h9m5 0h2M4 17h2m5 0h9M15.5 4.5v5M8.5 14.5v5',
  close: 'M6 6l12 12M18 6 6 18',
  out: 'M13 5h6v14h-6M4 12h10m-4-4 4 4-4 4',
} as const;

/** One of them. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
