/** How often a client may ask at its token endpoint, as its provider says: `requests` in any `seconds`. */
export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/** Requests that one process may make within `ms` of taking them, while nobody takes the next block. */
export interface RequestBlock {
  readonly requests: number;
  readonly ms: number;
}

/** Blocks that any window of the limit's length can touch. */
const blocksPerWindow = 10;
/** Requests do not arrive as evenly as they are sent. */
const margin = 1.02;

/**
 * The blocks in which a limit is given out, one after the other: nine tenths of what the provider allows, so that no
 * window of its length, wherever it begins, sees more than `requests`. A block of one request is used at once.
 */
export function requestBlock({ requests, seconds }: RateLimit): RequestBlock {
  const block = Math.max(1, Math.floor(requests / blocksPerWindow));
  const share = (blocksPerWindow - 1) / blocksPerWindow;
  return { requests: block, ms: (block / (requests * share)) * seconds * 1000 * margin };
}
