import type { ClockPort, ProtocolTimes } from '@latchkey/oauth';

/** Remembers when this process last saw the store fail: for a while after, it takes over no open attempt. */
export interface StoreOutage {
  saw(): void;
  takeover(): 'allowed' | 'withheld';
}

export function createStoreOutage(clock: ClockPort, times: ProtocolTimes): StoreOutage {
  let quietUntil = Number.NEGATIVE_INFINITY;
  return {
    saw() {
      quietUntil = clock.monotonic() + times.takeoverQuietAfterOutage;
    },
    takeover: () => (clock.monotonic() < quietUntil ? 'withheld' : 'allowed'),
  };
}
