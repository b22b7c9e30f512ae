import type { ConnectionId, OrganizationId, WizardSessionId } from '@latchkey/oauth';
import { recordAudit } from './audit.js';
import type { Database } from './database.js';
import { acrossTenantsSql, enterTenant } from './tenant-scope.js';

/** A wizard session ends so long after its last use, and so long after its ticket was redeemed, in seconds. */
export const wizardSessionTimes = { idle: 30 * 60, most: 8 * 60 * 60 } as const;

/** What a wizard session may do with one connection. */
export interface WizardPermission {
  readonly connectionId: ConnectionId;
  readonly verbs: readonly string[];
}

/** Permission for one browser to see one customer's wizard. */
export interface WizardSession {
  readonly id: WizardSessionId;
  readonly organizationId: OrganizationId;
  readonly instanceId?: string;
  readonly customerId?: string;
  readonly userId?: string;
  readonly returnUrl?: string;
  readonly lang?: string;
  readonly permissions: readonly WizardPermission[];
  readonly expiresAt: Date;
}

export type RedeemedTicket =
  | ({ readonly kind: 'redeemed' } & WizardSession)
  | { readonly kind: 'unknown' | 'expired' | 'used' }
  /** The ticket is good and stays so; the page that sent it is not one of the organization's. */
  | { readonly kind: 'origin_not_registered'; readonly organizationId: OrganizationId };

/**
 * Redeems a one-time ticket for the browser with this cookie, when `origin` (the Origin header) is registered with the
 * ticket's organization. Only `redeemed` burns the ticket, and leaves an audit event. Hashes are SHA-256.
 */
export async function redeemWizardTicket(
  db: Database,
  input: { readonly ticketHash: Uint8Array; readonly origin: string; readonly browserHash: Uint8Array },
): Promise<RedeemedTicket> {
  return acrossTenantsSql(db, async (client) => {
    const { rows } = await client.query('SELECT outcome, (session).* FROM redeem_wizard_ticket($1, $2, $3, $4)', [
      Buffer.from(input.ticketHash),
      input.origin,
      Buffer.from(input.browserHash),
      wizardSessionTimes.most,
    ]);
    const row = rows[0];
    if (row.outcome === 'origin_not_registered') return { kind: row.outcome, organizationId: row.organization_id };
    if (row.outcome !== 'redeemed') return { kind: row.outcome };
    const session = sessionOf(row);
    const { id, organizationId } = session;
    await enterTenant(client, organizationId);
    const act = { action: 'wizard_session.opened', targetKind: 'wizard_session', targetId: id };
    await recordAudit(
      client,
      organizationId,
      { kind: 'wizard_session', id },
      { ...act, details: { origin: input.origin } },
    );
    return { kind: 'redeemed', ...session };
  });
}

/**
 * The live session with this id whose cookie this browser holds. What a person does keeps it alive; what a page that was
 * left open asks by itself does not.
 */
export async function findWizardSession(
  db: Database,
  input: { readonly id: WizardSessionId; readonly browserHash: Uint8Array; readonly asks: 'person' | 'page' },
): Promise<WizardSession | undefined> {
  const { rows } = await db.pool.query('SELECT * FROM find_wizard_session($1, $2, $3, $4)', [
    input.id,
    Buffer.from(input.browserHash),
    wizardSessionTimes.idle,
    input.asks === 'person',
  ]);
  return rows[0] && sessionOf(rows[0]);
}

interface SessionRow {
  readonly id: WizardSessionId;
  readonly organization_id: OrganizationId;
  readonly instance_id: string | null;
  readonly customer_id: string | null;
  readonly user_id: string | null;
  readonly return_url: string | null;
  readonly lang: string | null;
  readonly permissions: readonly WizardPermission[];
  readonly expires_at: Date;
}

function sessionOf(row: SessionRow): WizardSession {
  return {
    id: row.id,
    organizationId: row.organization_id,
    ...(row.instance_id === null ? {} : { instanceId: row.instance_id }),
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    ...(row.user_id === null ? {} : { userId: row.user_id }),
    ...(row.return_url === null ? {} : { returnUrl: row.return_url }),
    ...(row.lang === null ? {} : { lang: row.lang }),
    permissions: row.permissions,
    expiresAt: row.expires_at,
  };
}
