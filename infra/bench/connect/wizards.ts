import { createHash, createHmac, randomBytes } from 'node:crypto';
import { newId } from '@latchkey/db';
import { formatId } from '@latchkey/oauth';
import type pg from 'pg';
import type { MadeConnection } from '../connections.js';
import type { BenchOrganization } from '../organization.js';

/** A wizard that a browser has open, and the connection on its page. */
export interface Wizard {
  /** As on the wire. */
  readonly connectionId: string;
  readonly wizardId: string;
  /** The `Cookie` header. */
  readonly cookie: string;
  /** What the page's forms carry. */
  readonly csrf: string;
}

/** A wizard session for each connection, as if its ticket had just been redeemed. */
export async function makeWizards(
  admin: pg.Client,
  { organizationId, place }: BenchOrganization,
  connections: readonly MadeConnection[],
): Promise<readonly Wizard[]> {
  const made = connections.map(({ connectionId, instanceId }) => {
    const id = newId();
    const secret = randomBytes(32).toString('base64url');
    const wizardId = formatId('wizard_session', id);
    return {
      row: {
        id,
        instance_id: instanceId,
        ticket_hash: randomBytes(32).toString('hex'),
        browser_hash: createHash('sha256').update(secret).digest('hex'),
        permissions: [{ connectionId, verbs: ['connect', 'disconnect', 'log'] }],
      },
      wizard: {
        connectionId: formatId('connection', connectionId),
        wizardId,
        cookie: `__Host-latchkey-${wizardId}=${secret}`,
        csrf: createHmac('sha256', secret).update('latchkey csrf token').digest('base64url'),
      },
    };
  });
  await admin.query(
    `INSERT INTO wizard_session (organization_id, id, instance_id, customer_id, ticket_hash, ticket_expires_at, redeemed_at,
       browser_hash, last_seen_at, expires_at, permissions)
     SELECT $1, id, instance_id, $2, decode(ticket_hash, 'hex'), now() + interval '1 minute', now(),
       decode(browser_hash, 'hex'), now(), now() + interval '8 hours', permissions
       FROM jsonb_to_recordset($3::jsonb)
         AS made (id uuid, instance_id uuid, ticket_hash text, browser_hash text, permissions jsonb)`,
    [organizationId, place.customerId, JSON.stringify(made.map(({ row }) => row))],
  );
  await admin.query('ANALYZE wizard_session');
  return made.map(({ wizard }) => wizard);
}
