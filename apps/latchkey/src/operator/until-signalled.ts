/** The same press of Ctrl-C arrives more than once: from the terminal, and from `npm run operator`. */
const sameSignalMs = 200;

/**
 * Ctrl-C and SIGTERM ask a command to end at its next good moment: a rotation that is under way is not abandoned. A second
 * one ends the process. `onStop` is called at the first.
 */
export function untilSignalled(onStop: () => void = () => undefined): { isStopped(): boolean; forget(): void } {
  let stoppedAt: number | undefined;
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const listener = () => {
    if (stoppedAt !== undefined && performance.now() - stoppedAt > sameSignalMs) process.exit(130);
    if (stoppedAt !== undefined) return;
    stoppedAt = performance.now();
    onStop();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    isStopped: () => stoppedAt !== undefined,
    forget() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
