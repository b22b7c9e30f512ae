import { protocolTimes } from '@latchkey/oauth';
import * as db from '../../src/index.js';
import { newId } from '../../src/index.js';
import { someSession, someTokens, steadyClock } from '../../src/testing/index.js';
import type { Tenants } from './arrange.js';
import { asApp, byItself, finds, own, refused, type Tries, type Try } from './try.js';

const failed = { kind: 'failed', error: 'provider_error', details: {} } as const;
const authorizationFailed = { kind: 'authorization_failed' } as const;
const connected = { kind: 'connected' } as const;
const cancelled = { kind: 'authorization_cancelled' } as const;
const claiming = { holder: 'them', limit: 10, times: protocolTimes };

/** A grant of ours' connection, in their name. */
const grantOf = ({ ours, theirs }: Tenants) => ({
  ...{ grantId: newId<never>(), organizationId: theirs.organizationId, connectionId: ours.connectionId },
  ...{ authorizationSessionId: ours.authorizationSessionId, terms: ours.terms, tokens: someTokens('theirs') },
  ...{ requestedScopes: [], context: {} },
});
const sessionOf = ({ ours, theirs }: Tenants) => someSession(ours, { organizationId: theirs.organizationId });
const answerOf = ({ ours, theirs, noHash }: Tenants) => ({
  ...{ organizationId: theirs.organizationId, connectionId: ours.connectionId },
  ...{ authorizationSessionId: ours.authorizationSessionId, browserHash: noHash },
});

const sessions = ({ app }: Tenants) => db.createAuthorizationSessions(app);
const confirmations = ({ app }: Tenants) => db.createConfirmations(app);
const parked = ({ app }: Tenants) => db.createParkedResponses(app);
const parkingPlace = ({ ours, theirs }: Tenants) => ({
  organizationId: theirs.organizationId,
  authorizationSessionId: ours.authorizationSessionId,
});
const connections = ({ app }: Tenants) => db.createConnections(app);
const devices = ({ app }: Tenants) => db.createDeviceAuthorizations(app, steadyClock);
const grants = ({ app }: Tenants) => db.createGrants(app, steadyClock);
const dataKeys = ({ app }: Tenants) => db.createDataKeyStore(app);
type Call = Extract<Try, { kind: 'by_itself' }>['call'];
const nothing = (call: Call) => byItself(finds(), call);

/** The engine's ports on Postgres: each method called with the ids of another tenant. */
export const portTries: Tries = {
  createAuthorizationSessions: {
    kind: 'port',
    make: db.createAuthorizationSessions,
    methods: {
      create: byItself(refused, (t) => sessions(t).create(sessionOf(t), { kind: 'authorization_started' })),
      consume: byItself(finds({ kind: 'unknown' }), (t) =>
        sessions(t).consume({
          ...{ stateHash: t.ours.hashes.state, connectionConfigId: t.ours.connectionConfigId },
          ...{ environment: t.ours.environment, browserHashes: [t.noHash] },
        }),
      ),
      takeForPaste: byItself(finds({ kind: 'none' }), (t) =>
        sessions(t).takeForPaste({
          ...{ organizationId: t.theirs.organizationId, connectionId: t.ours.connectionId },
          ...{ browserHash: t.noHash, mostTries: 5 },
        }),
      ),
      giveBack: nothing((t) =>
        sessions(t).giveBack(t.theirs.organizationId, t.ours.authorizationSessionId, authorizationFailed),
      ),
      fail: nothing((t) =>
        sessions(t).fail(t.theirs.organizationId, t.ours.authorizationSessionId, failed, authorizationFailed),
      ),
      cancel: byItself(finds('none'), (t) =>
        sessions(t).cancel(t.theirs.organizationId, t.ours.connectionId, cancelled),
      ),
    },
  },
  createParkedResponses: {
    kind: 'port',
    make: db.createParkedResponses,
    methods: {
      find: nothing((t) =>
        parked(t).find({
          ...{ stateHash: t.noHash, connectionConfigId: t.ours.connectionConfigId, environment: t.ours.environment },
        }),
      ),
      park: nothing((t) => parked(t).park(parkingPlace(t), { referenceHash: t.noHash, response: t.claim.tokenSet })),
      consume: byItself(finds({ kind: 'unknown' }), (t) =>
        parked(t).consume({ referenceHash: t.noHash, browserHashes: [t.noHash] }),
      ),
      hold: byItself(finds('over'), (t) =>
        parked(t).hold(parkingPlace(t), { response: t.claim.tokenSet, withinSeconds: 60 }),
      ),
      renewCode: byItself(finds('over'), (t) => parked(t).renewCode(parkingPlace(t), t.noHash)),
      takeByCode: byItself(finds({ kind: 'not_found' }), (t) =>
        parked(t).takeByCode({ ...parkingPlace(t), codeHash: t.noHash, challenge: 'c' }),
      ),
      takeByBrowser: byItself(finds({ kind: 'unknown' }), (t) =>
        parked(t).takeByBrowser({ ...parkingPlace(t), browserHash: t.noHash }),
      ),
    },
  },
  createConfirmations: {
    kind: 'port',
    make: db.createConfirmations,
    methods: {
      consumeWithoutState: byItself(finds({ kind: 'unknown' }), (t) =>
        confirmations(t).consumeWithoutState({
          ...{ connectionConfigId: t.ours.connectionConfigId, environment: t.ours.environment },
          ...{ browserHashes: [t.noHash], withinSeconds: 600 },
        }),
      ),
      create: byItself(refused, (t) => confirmations(t).create(grantOf(t), { withinSeconds: 60, details: {} })),
      confirm: byItself(finds({ kind: 'unknown' }), (t) => confirmations(t).confirm(answerOf(t), connected)),
      decline: byItself(finds({ kind: 'unknown' }), (t) =>
        confirmations(t).decline(answerOf(t), failed, authorizationFailed),
      ),
    },
  },
  createConnections: {
    kind: 'port',
    make: db.createConnections,
    methods: {
      findToAuthorize: nothing((t) => connections(t).findToAuthorize(t.theirs.organizationId, t.ours.connectionId)),
      recordFailure: nothing((t) =>
        connections(t).recordFailure(t.theirs.organizationId, t.ours.connectionId, failed, authorizationFailed),
      ),
      disconnect: byItself(finds('not_found'), (t) =>
        connections(t).disconnect(t.theirs.organizationId, t.ours.connectionId, { kind: 'disconnect_requested' }),
      ),
    },
  },
  createDataKeyStore: {
    kind: 'port',
    make: db.createDataKeyStore,
    methods: {
      load: byItself(own, (t) => dataKeys(t).load(t.theirs.organizationId)),
      create: byItself(own, (t) =>
        dataKeys(t).create(t.theirs.organizationId, { id: t.ours.dataKeyId, wrapped: new Uint8Array(1), kekId: 'kek' }),
      ),
    },
  },
  createDeviceAuthorizations: {
    kind: 'port',
    make: (app) => db.createDeviceAuthorizations(app, steadyClock),
    methods: {
      create: byItself(refused, (t) =>
        devices(t).create(
          {
            ...{ id: newId<never>(), organizationId: t.theirs.organizationId, connectionId: t.ours.connectionId },
            ...{ connectionConfigId: t.ours.connectionConfigId, wizardSessionId: t.theirs.wizardSessionId },
            ...{ deviceCode: t.claim.tokenSet, userCode: 'THEIRS', verificationUri: 'https://them.example' },
            ...{ terms: t.ours.terms, requestedScopes: [], intervalSeconds: 5, lifetimeSeconds: 600, mostRequests: 1 },
          },
          { kind: 'authorization_started' },
        ),
      ),
      claimDue: asApp(finds([]), (app) => db.createDeviceAuthorizations(app, steadyClock).claimDue(claiming)),
      pollAgain: nothing((t) => devices(t).pollAgain(t.deviceClaim, { dueInMs: 0, intervalSeconds: 1, failures: 9 })),
      fail: nothing((t) => devices(t).fail(t.deviceClaim, failed, authorizationFailed)),
      cancel: byItself(finds('none'), (t) =>
        devices(t).cancel(t.theirs.organizationId, t.ours.connectionId, cancelled),
      ),
    },
  },
  createGrants: {
    kind: 'port',
    make: (app) => db.createGrants(app, steadyClock),
    methods: {
      create: byItself(refused, (t) => grants(t).create(grantOf(t), connected)),
      claimDue: asApp(finds([]), (app) =>
        db.createGrants(app, steadyClock).claimDue({ ...claiming, takeover: 'allowed' }),
      ),
      claimOne: byItself(finds({ kind: 'none' }), (t) =>
        grants(t).claimOne({
          ...{ organizationId: t.theirs.organizationId, connectionId: t.ours.connectionId, generation: 1 },
          ...{ holder: 'them', times: protocolTimes },
        }),
      ),
      store: byItself(finds('fence_missed'), (t) => grants(t).store(t.claim, someTokens('theirs'), connected)),
      learnExpiry: nothing((t) => grants(t).learnExpiry(t.claim, { expiresInSeconds: 1, elapsedMs: 0, dueInMs: 0 })),
      storedBy: nothing((t) => grants(t).storedBy(t.claim)),
      keepAlternate: nothing((t) => grants(t).keepAlternate(t.claim, someTokens('theirs'), 60_000)),
      adoptAlternate: byItself(finds('fence_missed'), (t) => grants(t).adoptAlternate(t.claim)),
      recoverClient: nothing((t) => grants(t).recoverClient(t.claim)),
      settle: byItself(finds('fence_missed'), (t) => grants(t).settle(t.claim, { outcome: 'terminal' })),
      takeRequest: byItself(refused, (t) =>
        grants(t).takeRequest({
          ...t.claim,
          terms: {
            ...t.claim.terms,
            server: {
              ...t.claim.terms.server,
              token: { ...t.claim.terms.server.token, rateLimit: { requests: 1, seconds: 60 } },
            },
          },
        } as never),
      ),
      serverAnswered: nothing((t) => grants(t).serverAnswered(t.claim)),
      read: nothing((t) => grants(t).read(t.theirs.organizationId, t.ours.connectionId)),
      readTerms: nothing((t) => grants(t).readTerms(t.theirs.organizationId, t.ours.grantId)),
      claimDueRevocations: asApp(finds([]), (app) => db.createGrants(app, steadyClock).claimDueRevocations(claiming)),
      siblingOf: byItself(finds('none'), (t) => grants(t).siblingOf(t.claim)),
      announceRevocation: byItself(refused, (t) => grants(t).announceRevocation(t.claim)),
      findAnnounced: byItself(finds('none'), (t) => grants(t).findAnnounced(t.claim, 60_000)),
      endRevoked: nothing((t) => grants(t).endRevoked(t.claim, 'revoked', { kind: 'disconnected' })),
      retryRevocation: nothing((t) => grants(t).retryRevocation(t.claim, 0)),
    },
  },
};
