/** What ends with a test, or with a row of the fault table. A tap `Test` is one. */
export interface Scope {
  /** Called at the end, the last first. */
  teardown(end: () => void | Promise<void>): unknown;
  /** A line for people. */
  comment(text: string): unknown;
  /** Whether all that was looked at so far is as it must be. */
  passing(): boolean;
}
