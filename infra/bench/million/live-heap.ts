/** What lived in a heap right after one full collection. */
export interface LiveHeap {
  /** Since the process began. */
  readonly seconds: number;
  readonly megabytes: number;
}

/** Reads the lines that `node --trace-gc` prints of full collections; resident memory alone shows garbage as well. */
export function readLiveHeap(printed: string): readonly LiveHeap[] {
  const lines = printed.matchAll(/^\[\d+:\S+\]\s+(\d+) ms: Mark-Compact .*?-> (\d+(?:\.\d+)?) \(/gm);
  return [...lines].map(([, ms, megabytes]) => ({
    seconds: Math.round(Number(ms) / 1000),
    megabytes: Math.round(Number(megabytes)),
  }));
}
