// Instants in words, in the visitor's own time zone.

const DAY_MS = 86_400_000;

/** "today", "tomorrow", a weekday within six days, else a date; and the time of day. */
export type When = { readonly day: string; readonly time: string };

/** Says when `at` is, seen from `now`. `timeZone` is the device's own unless given. */
export function describeWhen(at: number, now: number, language: string, timeZone?: string): When {
  const zone = timeZone === undefined ? {} : { timeZone };
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  return { day: describeDay(at, days, language, zone), time: clockTime(at, language, timeZone) };
}

/** The time of day. */
export function clockTime(at: number, language: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  return new Intl.DateTimeFormat(regional(language), { hour: '2-digit', minute: '2-digit', ...zone }).format(at);
}

function describeDay(at: number, days: number, language: string, zone: { timeZone?: string }): string {
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
  const date = days > 1 && days < 7 ? {} : ({ day: 'numeric', month: 'long' } as const);
  return new Intl.DateTimeFormat(regional(language), { weekday: 'long', ...date, ...zone }).format(at);
}

/** The widget's English is British: 24 hours, day before month. */
function regional(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}

/** Days since 1970 on the calendar of a time zone. */
function dayNumber(at: number, timeZone?: string): number {
  const zone = timeZone === undefined ? {} : { timeZone };
  const parts = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  return Math.floor(Date.parse(`${parts.format(at)}T00:00:00Z`) / DAY_MS);
}
