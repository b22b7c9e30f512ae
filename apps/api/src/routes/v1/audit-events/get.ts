import { inTenant } from '@latchkey/db';
import { type Actor, listAuditEvents } from '@latchkey/db/management';
import { formatId, type IdKind, idPrefixes } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import type { Route } from '../../../api.js';
import { AuditEvent, actorKinds } from '../../../wire/audit-event.js';
import { pageRequest, toPageAnswer } from '../../../wire/page.js';
import { answers, pageOf, pageQuery, Time } from '../../../wire/schema.js';
import { optionalTime } from '../../../wire/time.js';
import { idFromField } from '../../../wire-ids.js';

/** GET /v1/audit-events */
export const listAuditEventsRoute: Route = (api, deps) =>
  api.get(
    '/audit-events',
    {
      config: { scope: 'audit:read', limitedKeys: 'held' },
      schema: {
        operationId: 'listAuditEvents',
        tags: ['audit'],
        summary: 'Who changed what, and which person saw what, newest first',
        description:
          'Changes by API keys, by people in a wizard and by the operator, and what people opened and read there. Reads of access tokens are counted at the connection instead. Kept for 400 days.',
        querystring: Type.Object(
          {
            ...pageQuery,
            action: Type.Optional(Type.String({ examples: ['connection_config.updated'] })),
            actorKind: Type.Optional(Type.Enum([...actorKinds])),
            actorId: Type.Optional(Type.String({ description: 'Of an API key or a wizard session.' })),
            targetKind: Type.Optional(Type.String({ examples: ['connection'] })),
            targetId: Type.Optional(Type.String()),
            since: Type.Optional(Time),
            until: Type.Optional(Time),
          },
          { additionalProperties: false },
        ),
        response: answers({ 200: pageOf(AuditEvent) }, 'not_found'),
      },
    },
    async ({ apiKey, query }) => {
      const { organizationId } = apiKey;
      const page = pageRequest('audit_event', query);
      const filter = {
        ...(query.action === undefined ? {} : { action: query.action }),
        ...(query.actorKind === undefined ? {} : { actorKind: query.actorKind }),
        ...(query.actorId === undefined ? {} : { actorId: anyId('actorId', query.actorId) }),
        ...(query.targetKind === undefined ? {} : { targetKind: query.targetKind }),
        ...(query.targetId === undefined ? {} : { targetId: anyId('targetId', query.targetId) }),
        ...optionalTime('since', query.since),
        ...optionalTime('until', query.until),
      };
      const rows = await inTenant(deps.db, apiKey, (tx) => listAuditEvents(tx, organizationId, filter, page));
      return toPageAnswer('audit_event', rows, toAuditEvent);
    },
  );

type Row = Awaited<ReturnType<typeof listAuditEvents>>['rows'][number];

function toAuditEvent(row: Row): Static<typeof AuditEvent> {
  return {
    id: formatId('audit_event', row.id),
    at: row.at.toISOString(),
    action: row.action,
    actor: {
      kind: row.actorKind as Actor['kind'],
      id: wireId(row.actorKind, row.actorId),
      name: row.actorName,
      ip: row.ip,
    },
    target: { kind: row.targetKind, id: wireId(row.targetKind, row.targetId) },
    details: row.details as Record<string, unknown>,
  };
}

function wireId(kind: string | null, rowId: string | null): string | null {
  return rowId !== null && kind !== null && Object.hasOwn(idPrefixes, kind) ? formatId(kind as IdKind, rowId) : rowId;
}

function anyId(field: 'actorId' | 'targetId', text: string): string {
  const kinds = Object.keys(idPrefixes) as IdKind[];
  const kind = kinds.find((name) => text.startsWith(`${idPrefixes[name]}_`)) ?? 'connection';
  return idFromField(kind, text, field);
}
