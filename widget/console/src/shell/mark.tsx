/** The sign of Netreach: two who listen, one voice between them. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="mark-ground"
        d="M16 2.5c7.7 0 13.5 5.2 13.5 12S23.7 26.5 16 26.5c-1.3 0-2.6-.15-3.8-.45L6 29.5l1-5.6C4.2 21.7 2.5 18.3 2.5 14.5 2.5 7.7 8.3 2.5 16 2.5z"
      />
      <circle class="mark-one" cx="12" cy="14.5" r="4.2" />
      <circle class="mark-two" cx="20" cy="14.5" r="4.2" />
    </svg>
  );
}
