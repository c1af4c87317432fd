// Whole numbers as they are typed.

/** The whole number of a field from `min` to `max`; none for anything else. */
export function whole(text: string, min: number, max: number): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const number = Number(text.trim());
  return number >= min && number <= max ? number : null;
}
