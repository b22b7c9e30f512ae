import type { Test } from 'tap';
import { alternatesConformance } from './grants-alternates.js';
import { budgetsConformance } from './grants-budgets.js';
import { claimingConformance } from './grants-claiming.js';
import { clientsConformance } from './grants-clients.js';
import { creatingConformance } from './grants-creating.js';
import { endsConformance } from './grants-ends.js';
import { revokingConformance } from './grants-revoking.js';
import { serversConformance } from './grants-servers.js';
import { settlingConformance } from './grants-settling.js';
import { siblingsConformance } from './grants-siblings.js';
import { storingConformance } from './grants-storing.js';
import type { StoreFixture } from './store-fixture.js';

/** What ports.ts and RELIABILITY promise of GrantsPort, as tests. */
export async function grantsPortConformance(t: Test, makeFixture: () => Promise<StoreFixture>): Promise<void> {
  const fixture = await makeFixture();
  t.teardown(() => fixture.close());
  await t.test('creating and reading', (t) => creatingConformance(t, fixture));
  await t.test('claiming', (t) => claimingConformance(t, fixture));
  await t.test('storing', (t) => storingConformance(t, fixture));
  await t.test('ends', (t) => endsConformance(t, fixture));
  await t.test('settling', (t) => settlingConformance(t, fixture));
  await t.test('misconfigured clients', (t) => clientsConformance(t, fixture));
  await t.test('budgets', (t) => budgetsConformance(t, fixture));
  await t.test('servers', (t) => serversConformance(t, fixture));
  await t.test('alternates', (t) => alternatesConformance(t, fixture));
  await t.test('revoking', (t) => revokingConformance(t, fixture));
  await t.test('siblings', (t) => siblingsConformance(t, fixture));
}
