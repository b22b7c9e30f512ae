/** Anything whose CPU time can be read. */
interface Metered {
  cpuSeconds(): number | undefined;
}

/** Begins to count; the function answers microseconds of CPU for each of so many requests, or `undefined`. */
export function meterCpu(...processes: readonly Metered[]): (count: number) => number | undefined {
  const total = () =>
    processes.reduce<number | undefined>((sum, process) => {
      const seconds = process.cpuSeconds();
      return sum === undefined || seconds === undefined ? undefined : sum + seconds;
    }, 0);
  const before = total();
  return (count) => {
    const after = total();
    return before === undefined || after === undefined ? undefined : ((after - before) / count) * 1e6;
  };
}
