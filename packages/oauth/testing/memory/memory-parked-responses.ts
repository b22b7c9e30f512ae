import type { ParkedResponsesPort } from '../../src/ports.js';
import { consumeRow } from './memory-authorization-sessions.js';
import { isSame, type MemoryDatabase } from './memory-rows.js';

/** The parked responses port over rows in memory. */
export function memoryParkedResponses(database: MemoryDatabase): ParkedResponsesPort {
  const rows = () => [...database.sessions.values()];
  return {
    async find({ stateHash, connectionConfigId, environment }) {
      const session = rows().find(({ session }) => isSame(session.stateHash, stateHash))?.session;
      if (session?.connectionConfigId !== connectionConfigId || session.environment !== environment) return undefined;
      const { organizationId, id: authorizationSessionId, origin } = session;
      return { organizationId, authorizationSessionId, ...(origin === undefined ? {} : { origin }) };
    },
    park: ({ organizationId, authorizationSessionId }, { referenceHash, response }) =>
      database.write('park', () => {
        const row = database.sessions.get(authorizationSessionId);
        if (row?.session.organizationId !== organizationId) return;
        row.reference = referenceHash;
        if (row.consumed === 'no') row.parked = response;
      }),
    consume: ({ referenceHash, browserHashes }) =>
      database.write('consume_parked', () => {
        const row = rows().find(
          ({ session, reference }) =>
            reference !== undefined &&
            isSame(reference, referenceHash) &&
            browserHashes.some((hash) => isSame(hash, session.browserHash)),
        );
        const response = row?.parked;
        const consumed = consumeRow(database, row);
        if (consumed.kind !== 'consumed') return consumed;
        if (!row || !response) throw new Error('the response is gone');
        row.parked = undefined;
        return { ...consumed, response };
      }),
  };
}
