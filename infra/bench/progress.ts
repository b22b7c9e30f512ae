/** Tells how far a long operation is, so that a quiet terminal is never taken for a stuck one. */
export interface Progress {
  /** So much more of it is done. */
  advance(count: number): void;
  /** Says how long it took. */
  done(): void;
}

const everyMs = 5_000;

/** `total` in whatever it counts; lines go to `say`, at most one every few seconds. */
export function startProgress(say: (text: string) => void, what: string, total: number): Progress {
  const began = performance.now();
  let last = began;
  let sofar = 0;
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  return {
    advance(count) {
      sofar += count;
      if (performance.now() - last < everyMs) return;
      last = performance.now();
      say(`${what}: ${grouped(sofar)} of ${grouped(total)}, ${seconds()} s`);
    },
    done: () => say(`${what}: ${grouped(total)} in ${seconds()} s`),
  };
}

/** A whole number with commas, as people read it. */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
