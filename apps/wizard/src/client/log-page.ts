import type { WizardEvent, WizardEventPage } from '@latchkey/sdk';

/** What is known of a log: newest first; `before` leads to older ones, absent at the end. */
export type LogSoFar = WizardEventPage;

/** Adds an older page below what is known. */
export function withOlder(known: LogSoFar, page: WizardEventPage): LogSoFar {
  const ids = new Set(known.events.map(({ id }) => id));
  return { ...page, events: [...known.events, ...page.events.filter(({ id }) => !ids.has(id))] };
}

/** Puts the newest page on top, keeping older events that were already fetched. */
export function withNewest(known: LogSoFar | undefined, page: WizardEventPage): LogSoFar {
  const last = page.events.at(-1);
  if (known === undefined || last === undefined) return page;
  const ids = new Set(page.events.map(({ id }) => id));
  const overlaps = known.events.some(({ id }) => ids.has(id));
  if (!overlaps) return page;
  const older = known.events.filter(({ id, at }: WizardEvent) => !ids.has(id) && at <= last.at);
  const events = [...page.events, ...older];
  if (older.length === 0) return page;
  return known.before === undefined ? { events } : { events, before: known.before };
}
