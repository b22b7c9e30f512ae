import type { Database } from '@latchkey/db';
import { type LastUse, recordLastUses } from '@latchkey/db/management';
import type { FastifyBaseLogger } from 'fastify';
import type { RequestKey } from './api.js';

/** Counts the last use of keys and connections in memory and writes it in batches. */
export interface LastUses {
  noteKey(key: RequestKey, ip: string | undefined): void;
  /** A token of this connection was read. */
  noteConnection(key: RequestKey, connectionId: string, ip: string | undefined): void;
  /** Writes what was noted. Rejects never: what could not be written is logged and noted again. */
  flush(): Promise<void>;
}

interface Noted {
  readonly keys: Map<string, LastUse>;
  readonly connections: Map<string, LastUse & { readonly keyId: string }>;
}

/** Notes by organization; only the latest use of each key and connection is kept. */
export function createLastUses(db: Pick<Database, 'pool'>, log: FastifyBaseLogger): LastUses {
  let noted = new Map<string, Noted>();
  const of = (organizationId: string): Noted => {
    const known = noted.get(organizationId);
    if (known) return known;
    const fresh: Noted = { keys: new Map(), connections: new Map() };
    noted.set(organizationId, fresh);
    return fresh;
  };
  const write = async (organizationId: string, uses: Noted) => {
    // In the order of ids: two processes that write the same rows never wait for each other crosswise.
    const sorted = <Use extends LastUse>(some: Map<string, Use>) =>
      [...some.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    try {
      await recordLastUses(db, organizationId, { keys: sorted(uses.keys), connections: sorted(uses.connections) });
    } catch (err) {
      log.warn({ err }, 'last uses could not be written, trying again later');
      const later = of(organizationId);
      for (const [id, use] of uses.keys) if (!later.keys.has(id)) later.keys.set(id, use);
      for (const [id, use] of uses.connections) if (!later.connections.has(id)) later.connections.set(id, use);
    }
  };
  return {
    noteKey(key, ip) {
      of(key.organizationId).keys.set(key.id, { id: key.id, at: new Date(), ip: ip ?? null });
    },
    noteConnection(key, connectionId, ip) {
      const use = { id: connectionId, at: new Date(), ip: ip ?? null, keyId: key.id };
      of(key.organizationId).connections.set(connectionId, use);
    },
    async flush() {
      const writing = noted;
      noted = new Map();
      for (const [organizationId, uses] of writing) await write(organizationId, uses);
    },
  };
}
