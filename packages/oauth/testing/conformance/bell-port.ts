import type { Test } from 'tap';
import type { BellPort, TickName } from '../../src/ports.js';

export interface BellFixture {
  readonly bell: BellPort;
  /** Resolves once a worker has heard this tick after the call; rejects when it waited too long. */
  heard(tick: TickName): Promise<void>;
  close(): Promise<void>;
}

/** What ports.ts promises of BellPort, as tests: whoever waits is woken, and rings may be merged. */
export async function bellPortConformance(t: Test, makeFixture: () => Promise<BellFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  for (const tick of ['refresh', 'revoke'] as const)
    t.test(`a ring for ${tick} is heard`, async () => {
      const heard = fixture.heard(tick);
      await fixture.bell.ring(tick);
      await heard;
    });
  t.test('ringing many times at once is heard, and harmless', async () => {
    const heard = fixture.heard('refresh');
    await Promise.all(Array.from({ length: 20 }, () => fixture.bell.ring('refresh')));
    await heard;
  });
}
