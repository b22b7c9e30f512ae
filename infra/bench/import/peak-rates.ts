/** Of the lifetime, on average, after which a token is refreshed. */
const meanShare = 0.775;
/** Cycles that are looked at: the one that is in the rows, and those that follow from it. */
const cycles = 3;
/** In one cycle. */
const buckets = 30;

/** Refreshes per second. */
export interface PeakRates {
  readonly peak: number;
  /** What it would be if refreshing went on evenly. */
  readonly uniform: number;
  /** Of each cycle. */
  readonly peaks: readonly number[];
}

/**
 * The highest rates of refreshing after an import. `due` are the seconds after which each grant is first due, as stored;
 * after that each is refreshed between 0.70 and 0.85 of the lifetime after the time before.
 */
export function peakRates(due: readonly number[], lifetimeSeconds: number): PeakRates {
  const cycle = lifetimeSeconds * meanShare;
  const width = cycle / buckets;
  const counts = new Array<number>(cycles * buckets).fill(0);
  for (const first of due)
    for (let at = first; at < cycles * cycle; at += lifetimeSeconds * (0.7 + 0.15 * Math.random())) {
      const bucket = Math.floor(at / width);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
  const rates = counts.map((count) => count / width);
  const peaks = Array.from({ length: cycles }, (_, index) =>
    Math.max(...rates.slice(index * buckets, (index + 1) * buckets)),
  );
  return { peak: Math.max(...peaks), uniform: due.length / cycle, peaks };
}
