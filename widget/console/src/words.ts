// Times, spans and languages as people say them.

import { t } from './text/index.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The language of the console's own words. */
const LOCALE = 'en-GB';

/** A span as it is read at a glance: `0:42`, `12:05`, `1:02:05`. */
export function span(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** A span in words for screen readers, in minutes, or seconds below one. */
export function spanInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? t.time.seconds(seconds) : t.time.minutes(Math.floor(seconds / 60));
}

/** The time of day, such as `14:05`. */
export function timeOfDay(at: number): string {
  return new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** A moment as near as it needs: `14:05`, `tomorrow 09:00`, `Monday 09:00`, `3 March 09:00`. */
export function moment(at: number, from: number): string {
  const days = Math.round((startOfDay(at) - startOfDay(from)) / DAY_MS);
  const time = timeOfDay(at);
  if (days === 0) return time;
  if (days === 1) return t.time.tomorrow(time);
  if (days > 1 && days < 7) return `${new Intl.DateTimeFormat(LOCALE, { weekday: 'long' }).format(at)} ${time}`;
  return `${new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long' }).format(at)} ${time}`;
}

/** A moment with the name of its time zone, in the language of a text that a visitor reads. */
export function momentIn(language: string, at: number, timeZone?: string): string {
  const format: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  };
  if (timeZone) format.timeZone = timeZone;
  try {
    return new Intl.DateTimeFormat(language === 'en' ? LOCALE : language, format).format(at);
  } catch {
    return new Intl.DateTimeFormat(LOCALE, format).format(at);
  }
}

/** A moment with its date, for lists of what was. */
export function dateAndTime(at: number): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

function startOfDay(at: number): number {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

/** The English name of a language tag, such as `ro` → `Romanian`; the tag itself if it has none. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([LOCALE], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
