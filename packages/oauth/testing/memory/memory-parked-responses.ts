import type { TakenHeld } from '../../src/callback/parked-responses-port.js';
import type { ParkedResponsesPort } from '../../src/ports.js';
import { isMadeFor } from '../../src/redirect/redirect-uri.js';
import { consumeRow, pinOf } from './memory-authorization-sessions.js';
import { isSame, type MemoryDatabase, type SessionRow } from './memory-rows.js';

/** The parked responses port over rows in memory. */
export function memoryParkedResponses(database: MemoryDatabase): ParkedResponsesPort {
  const rows = () => [...database.sessions.values()];
  return {
    async find({ stateHash, ...place }) {
      const row = rows().find(({ session }) => isSame(session.stateHash, stateHash));
      if (!row || !isMadeFor(row.session, place)) return undefined;
      const { organizationId, id: authorizationSessionId } = row.session;
      const origin = leadsOn(row) ? row.session.origin : undefined;
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
    hold: ({ organizationId, authorizationSessionId }, { response, withinSeconds, codeHash }) =>
      database.write('hold', () => {
        const row = rowAt(organizationId, authorizationSessionId);
        if (row?.consumed !== 'yes' || row.outcome) return 'over';
        Object.assign(row, { parked: response, completionCode: codeHash });
        row.heldUntil = database.clock.now() + withinSeconds * 1000;
        return 'held';
      }),
    renewCode: ({ organizationId, authorizationSessionId }, codeHash) =>
      database.write('renew_code', () => {
        const row = rowAt(organizationId, authorizationSessionId);
        if (!row || !isHeld(row)) return 'over';
        row.completionCode = codeHash;
        return 'renewed';
      }),
    takeByCode: ({ organizationId, authorizationSessionId, codeHash, challenge }) =>
      database.write('take_by_code', () => {
        const row = rowAt(organizationId, authorizationSessionId);
        const { completion } = row?.session ?? {};
        if (!row || completion?.kind !== 'embedded') return { kind: 'not_found' };
        if (row.consumed === 'no') return { kind: row.ended || isPast(row.expiresAt) ? 'over' : 'not_returned' };
        if (!row.completionCode) return { kind: 'over' };
        if (!isSame(row.completionCode, codeHash)) return { kind: 'wrong_code' };
        if (row.heldUntil === undefined) return { kind: row.outcome?.kind === 'failed' ? 'over' : 'used' };
        if (isPast(row.heldUntil)) return { kind: 'too_late' };
        const taken = take(row);
        if (completion.challenge === challenge) return taken;
        const { id, connectionId, display } = row.session;
        return { kind: 'wrong_verifier', session: { id, organizationId, connectionId, display } };
      }),
    takeByBrowser: ({ authorizationSessionId, browserHash }) =>
      database.write('take_by_browser', () => {
        const row = database.sessions.get(authorizationSessionId);
        if (row?.session.completion?.kind !== 'link' || row.consumed === 'no') return { kind: 'unknown' };
        if (!isSame(row.session.browserHash, browserHash)) return { kind: 'unknown' };
        if (isHeld(row)) return take(row);
        const { id, organizationId, connectionId, display } = row.session;
        const late = { kind: 'failed', error: 'not_confirmed', details: {} } as const;
        const outcome = row.outcome ?? (row.heldUntil === undefined ? ({ kind: 'pending' } as const) : late);
        return { kind: 'ended', session: { id, organizationId, connectionId, display }, outcome };
      }),
  };

  function rowAt(organizationId: string, authorizationSessionId: string): SessionRow | undefined {
    const row = database.sessions.get(authorizationSessionId);
    return row?.session.organizationId === organizationId ? row : undefined;
  }
  function isPast(time: number): boolean {
    return database.clock.now() >= time;
  }
  /** Whether browsers are sent to where it began. */
  function leadsOn(row: SessionRow): boolean {
    if (row.ended) return false;
    return !isPast(row.consumedAt === undefined ? row.expiresAt : row.consumedAt + 120_000);
  }
  function isHeld(row: SessionRow): boolean {
    return row.heldUntil !== undefined && !isPast(row.heldUntil);
  }
  function take(row: SessionRow): TakenHeld {
    const client = database.clients.get(row.session.terms.clientRowId);
    const secretInputs = database.connections.get(row.session.connectionId)?.secretInputs ?? {};
    const response = row.parked;
    if (!client || !response) throw new Error('the client or the response is gone');
    row.parked = undefined;
    row.heldUntil = undefined;
    const session = { ...row.session, client, secretInputs, ...pinOf(database, row.session) };
    return { kind: 'taken', session, response };
  }
}
