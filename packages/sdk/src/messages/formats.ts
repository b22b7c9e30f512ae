import type { Messages } from './index.js';

/** Times, days, lists and counts in one language and time zone. Every `at` is an ISO 8601 string or milliseconds. */
export interface Formats {
  /** "09:12" */
  readonly time: (at: string | number) => string;
  /** "Today", "Yesterday", "2 May", "2 May 2030" */
  readonly day: (at: string | number) => string;
  /** "today at 09:12", "yesterday at 18:05", "on 2 May at 14:01" */
  readonly when: (at: string | number) => string;
  /** On the same day "2 hours ago", else like {@link Formats.when}. */
  readonly ago: (at: string | number) => string;
  /** "A", "A and B", "A, B and C" */
  readonly list: (items: readonly string[]) => string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The formats of `lang` as seen at `now` (milliseconds since 1970).
 * @param timeZone IANA name; the browser's own when left out.
 */
export function createFormats(messages: Messages, lang: string, now: number, timeZone?: string): Formats {
  // Plain "en" would mean American dates; the catalogue's English writes "2 May", as the pictures do.
  const tag = lang === 'en' ? 'en-GB' : lang;
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const dayOfYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', ...zone });
  const dayAndYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric', ...zone });
  const calendar = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'always' });
  const conjunction = new Intl.ListFormat(tag, { type: 'conjunction' });

  const today = calendar.format(now);
  const year = today.slice(0, 4);
  // The day before, whatever the length of today: 12 hours before its first moment would also do.
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 24 * HOUR).toISOString().slice(0, 10);
  const millis = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));
  const time = (at: string | number) => clock.format(millis(at));
  const date = (at: string | number) =>
    (calendar.format(millis(at)).startsWith(year) ? dayOfYear : dayAndYear).format(millis(at));

  const when = (at: string | number) => {
    const day = calendar.format(millis(at));
    if (day === today) return messages.when.today(time(at));
    if (day === yesterday) return messages.when.yesterday(time(at));
    return messages.when.day(date(at), time(at));
  };
  return {
    time,
    when,
    day: (at) => {
      const day = calendar.format(millis(at));
      if (day === today) return messages.when.dayToday;
      return day === yesterday ? messages.when.dayYesterday : date(at);
    },
    ago: (at) => {
      const age = now - millis(at);
      if (age < MINUTE) return messages.when.justNow;
      if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
      return calendar.format(millis(at)) === today ? relative.format(-Math.floor(age / HOUR), 'hour') : when(at);
    },
    list: (items) => conjunction.format(items),
  };
}

/** Whole minutes from `now` to `until`, both ISO 8601, the begun one counted: at least 1. */
export function minutesLeft(until: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(until) - Date.parse(now)) / MINUTE));
}
