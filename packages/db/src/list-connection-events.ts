import type { ConnectionEventKind } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import { type Actor, recordAudit } from './audit.js';
import type { Database } from './database.js';
import { inTenantSql } from './tenant-scope.js';

/** One line of a connection's log. */
export interface ListedEvent {
  readonly id: string;
  readonly at: Date;
  readonly kind: ConnectionEventKind;
  readonly reason?: string;
  readonly actor?: string;
  readonly details: Readonly<Record<string, string>>;
}

/** One page, newest first; `before` asks for the next one and is absent on the last. */
export interface EventPage {
  readonly events: readonly ListedEvent[];
  readonly before?: string;
}

const sql = `
SELECT id, at, kind, reason, actor, details FROM (
  (SELECT e.id, e.at, e.kind, e.reason, e.actor, e.details
     FROM connection_event e
    WHERE e.organization_id = $1 AND e.connection_id = $2
      AND ($3::timestamptz IS NULL OR e.at <= $3 AND (e.at, e.id) < ($3, $4::uuid))
      AND ($5::text[] IS NULL OR e.kind = ANY ($5))
      AND ($6::timestamptz IS NULL OR e.at >= $6) AND ($7::timestamptz IS NULL OR e.at < $7)
    ORDER BY e.at DESC, e.id DESC LIMIT $8)
  UNION ALL
  -- A good refresh writes no row of its own: the newest one is told from the clock.
  (SELECT coalesce(k.stored_by, k.grant_id), k.refreshed_at, 'renewed', NULL, NULL,
          jsonb_build_object('generation', k.generation::text)
     FROM connection c JOIN grant_clock k ON k.organization_id = c.organization_id AND k.grant_id = c.grant_id
    WHERE c.organization_id = $1 AND c.id = $2 AND k.generation > 1
      AND ($3::timestamptz IS NULL OR (k.refreshed_at, coalesce(k.stored_by, k.grant_id)) < ($3, $4::uuid))
      AND ($5::text[] IS NULL OR 'renewed' = ANY ($5))
      AND ($6::timestamptz IS NULL OR k.refreshed_at >= $6) AND ($7::timestamptz IS NULL OR k.refreshed_at < $7))
) lines ORDER BY at DESC, id DESC LIMIT $8`;

/**
 * A connection's log, newest first, with the derived line `renewed`. `before` is a cursor from an earlier page (any
 * other text gives an empty page); `since` is inclusive, `until` exclusive. That a person reads it is kept in the audit
 * record, with the first page; what they read within ten minutes is one reading.
 */
export async function listConnectionEvents(
  db: Database,
  organizationId: string,
  input: {
    readonly connectionId: string;
    readonly limit: number;
    readonly before?: string;
    readonly kinds?: readonly ConnectionEventKind[];
    readonly since?: Date;
    readonly until?: Date;
    /** The person; absent: a machine. */
    readonly reader?: Actor;
  },
): Promise<EventPage> {
  const before = input.before === undefined ? undefined : parseCursor(input.before);
  if (input.before !== undefined && !before) return { events: [] };
  const { rows } = await inTenantSql(db, organizationId, async (client) => {
    const { connectionId: targetId, reader } = input;
    if (reader && input.before === undefined && !(await isReading(client, organizationId, reader, targetId))) {
      const act = { action: 'connection.log_read', targetKind: 'connection', targetId };
      await recordAudit(client, organizationId, reader, act);
    }
    return client.query(sql, [
      organizationId,
      input.connectionId,
      before?.at ?? null,
      before?.id ?? null,
      input.kinds ?? null,
      input.since ?? null,
      input.until ?? null,
      input.limit + 1,
    ]);
  });
  const events = rows.slice(0, input.limit).map(
    (row): ListedEvent => ({
      id: row.id,
      at: row.at,
      kind: row.kind,
      ...(row.reason === null ? {} : { reason: row.reason }),
      ...(row.actor === null ? {} : { actor: row.actor }),
      details: row.details,
    }),
  );
  const last = events.at(-1);
  return { events, ...(rows.length > input.limit && last ? { before: `${last.at.getTime()}_${last.id}` } : {}) };
}

async function isReading(client: ClientBase, organizationId: string, reader: Actor, connectionId: string) {
  const { rowCount } = await client.query(
    `SELECT FROM audit_event WHERE organization_id = $1 AND actor_id = $2 AND target_id = $3
       AND action = 'connection.log_read' AND at > statement_timestamp() - interval '10 minutes' LIMIT 1`,
    [organizationId, reader.id ?? null, connectionId],
  );
  return rowCount === 1;
}

function parseCursor(text: string): { readonly at: Date; readonly id: string } | undefined {
  const match = /^(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  return match ? { at: new Date(Number(match[1])), id: match[2] as string } : undefined;
}
