import t from 'tap';
import {
  authorizationSessionsPortConformance,
  bellPortConformance,
  confirmationsPortConformance,
  connectionsPortConformance,
  deviceAuthorizationsPortConformance,
  grantsPortConformance,
  issuerPinsConformance,
  memoryStoreFixture,
  memoryTransportFixture,
  memoryWorld,
  parkedResponsesPortConformance,
  toyVault,
  transportPortConformance,
  vaultPortConformance,
} from '../../testing/index.js';

t.test('grants', (t) => grantsPortConformance(t, memoryStoreFixture));
t.test('authorization sessions', (t) => authorizationSessionsPortConformance(t, memoryStoreFixture));
t.test('pinned issuers', (t) => issuerPinsConformance(t, memoryStoreFixture));
t.test('device authorizations', (t) => deviceAuthorizationsPortConformance(t, memoryStoreFixture));
t.test('confirmations', (t) => confirmationsPortConformance(t, memoryStoreFixture));
t.test('parked responses', (t) => parkedResponsesPortConformance(t, memoryStoreFixture));
t.test('connections', (t) => connectionsPortConformance(t, memoryStoreFixture));
t.test('transport', (t) => transportPortConformance(t, memoryTransportFixture));
t.test('vault', (t) => {
  let count = 0;
  return vaultPortConformance(t, async () => ({
    vault: toyVault(),
    organization: async () => `organization-${++count}`,
    close: async () => undefined,
  }));
});
t.test('bell', (t) =>
  bellPortConformance(t, async () => {
    const { bell, ports, clock } = memoryWorld(() => ({ status: 500, body: '' }));
    return {
      bell: ports.bell,
      async heard(tick) {
        const before = bell.rung.length;
        await clock.settle();
        if (!bell.rung.slice(before).includes(tick)) throw new Error('not heard');
      },
      close: async () => undefined,
    };
  }),
);
