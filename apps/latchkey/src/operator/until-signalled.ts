/**
 * Ctrl-C and SIGTERM ask a command to end at its next good moment: a rotation that is under way is not abandoned. A second
 * one ends the process.
 */
export function untilSignalled(): { isStopped(): boolean; forget(): void } {
  let stopped = false;
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const listener = () => {
    if (stopped) process.exit(130);
    stopped = true;
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    isStopped: () => stopped,
    forget() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
