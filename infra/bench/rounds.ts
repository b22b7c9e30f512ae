/** The value in the middle; of an even number, the mean of the two. Throws for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error('no values');
  return (low + high) / 2;
}

/** The value that a share of the sorted values does not exceed. Throws for none. */
export function percentile(sorted: Float64Array, share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new Error('no values');
  return value;
}

/** Rounds to three significant digits more than people read. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/**
 * Runs the contestants one after another, round for round, each time beginning with another one, so that noise of the
 * machine hits all alike. Answers the measurements of each, by round.
 */
export async function inRounds<Name extends string, Measured>(
  count: number,
  contestants: Readonly<Record<Name, () => Promise<Measured>>>,
): Promise<Readonly<Record<Name, readonly Measured[]>>> {
  const names = Object.keys(contestants) as Name[];
  const found = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<Name, Measured[]>;
  for (let round = 0; round < count; round++)
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name;
      found[name].push(await contestants[name]());
    }
  return found;
}
