import type { TickName } from '@latchkey/oauth';

const every: Readonly<Record<TickName, true>> = {
  refresh: true,
  revoke: true,
  poll: true,
  deliver: true,
  reap: true,
};

/** Every tick, as a list that cannot miss one. */
export const tickNames = Object.keys(every) as readonly TickName[];

/** How often each tick rings, in milliseconds. */
export const tickIntervalMs = 5_000;

/**
 * One look at the rows, which alone say what is due. It claims what this process has room for and resolves once that is
 * claimed; it need not wait for the end of what it began. `more: 'yes'` says that rows may be left: then it is called
 * again at once, and another worker is rung up. With no room it answers `no`, and calls `ring` when there is some.
 * `more: 'elsewhere'` says that rows may be left and this process is full: another worker is rung up, and the handler
 * calls `again`, which needs no queue, when there is room. A rejection is logged; the next tick tries again.
 */
export type TickHandler = (
  ring: () => Promise<void>,
  again: () => void,
) => Promise<{ readonly more: 'yes' | 'no' | 'elsewhere' }>;

/** What each tick does. All workers on one queue handle the same ticks. */
export type TickHandlers = Readonly<Partial<Record<TickName, TickHandler>>>;

/** The part of pino that is used here. */
export interface QueueLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
