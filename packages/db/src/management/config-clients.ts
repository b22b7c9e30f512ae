import type { Sealed } from '@latchkey/oauth';
import { Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** New credentials for one environment of a config. The secret was sealed for the row `secret.id`. */
export interface ClientCredentials {
  readonly environment: string;
  /** Absent: the one that is there stays. */
  readonly clientId?: string;
  /** Absent: the one that is there stays, unless the client id changes. */
  readonly secret?: GivenSecret;
  /** The one that will follow: tried when the current one is refused, until it is promoted. */
  readonly nextSecret?: GivenSecret;
}

/** A secret that was sealed for the row `id`, or that there shall be none. */
export type GivenSecret = { readonly id: string; readonly value: Sealed } | 'remove';

export type ClientChange =
  | { readonly kind: 'saved' }
  /** Live grants were minted with the old client: changing it would leave them without theirs. */
  | { readonly kind: 'in_use'; readonly grants: number }
  /** A secret cannot be kept without a client id. */
  | { readonly kind: 'no_client_id' };

/**
 * Saves an environment's client and secret: a new secret becomes current, the former one is retired, and grants that
 * failed for want of a good one are due again, spread over a minute.
 */
export async function saveClient(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  credentials: ClientCredentials,
): Promise<ClientChange> {
  const { environment, clientId, secret, nextSecret } = credentials;
  const place = { organizationId, connectionConfigId, environment };
  const row = await tx.connectionConfigEnvironment.upsert({
    where: { organizationId_connectionConfigId_environment: place },
    create: place,
    update: {},
    include: { client: true },
  });
  let clientRowId = row.client?.id;
  if (clientId !== undefined && clientId !== row.client?.clientId) {
    const grants = clientRowId ? await liveGrants(tx, organizationId, clientRowId) : 0;
    if (grants > 0) return { kind: 'in_use', grants };
    // A new row: grants that ended keep the client that they were minted with.
    const formerRowId = clientRowId;
    clientRowId = newId();
    await tx.client.create({ data: { ...place, id: clientRowId, clientId } });
    // Keys that Latchkey made belong to the place, whose JWK Set the provider knows; secrets belong to the client id.
    if (formerRowId)
      await tx.clientSecret.updateMany({
        where: { organizationId, clientRowId: formerRowId, publicJwk: { not: Prisma.DbNull } },
        data: { clientRowId },
      });
    await tx.connectionConfigEnvironment.update({
      where: { organizationId_connectionConfigId_environment: place },
      data: { clientRowId },
    });
  }
  if (secret === undefined && nextSecret === undefined) return { kind: 'saved' };
  if (clientRowId === undefined) return { kind: 'no_client_id' };
  if (secret) await replaceSecret(tx, organizationId, clientRowId, 'current', secret);
  if (nextSecret) await replaceSecret(tx, organizationId, clientRowId, 'next', nextSecret);
  await rearm(tx, organizationId, clientRowId);
  return { kind: 'saved' };
}

/** Ends a rotation: the next secret of an environment's client becomes the current one, the former one is retired. */
export async function promoteNextSecret(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  environment: string,
): Promise<{ readonly kind: 'promoted'; readonly secretId: string } | { readonly kind: 'no_next_secret' }> {
  const place = { organizationId, connectionConfigId, environment };
  const row = await tx.connectionConfigEnvironment.findUnique({
    where: { organizationId_connectionConfigId_environment: place },
    include: { client: { include: { secrets: { where: { state: 'next' } } } } },
  });
  const next = row?.client?.secrets[0];
  if (!next) return { kind: 'no_next_secret' };
  const { clientRowId, id: secretId } = next;
  await tx.clientSecret.updateMany({
    where: { organizationId, clientRowId, state: 'current' },
    data: { state: 'retired', retiredAt: new Date() },
  });
  await tx.clientSecret.update({
    where: { organizationId_id: { organizationId, id: secretId } },
    data: { state: 'current' },
  });
  await rearm(tx, organizationId, clientRowId);
  return { kind: 'promoted', secretId };
}

/** Puts a secret into its state; the one that was there is retired. */
export async function replaceSecret(
  tx: TenantTransaction,
  organizationId: string,
  clientRowId: string,
  state: 'current' | 'next',
  secret: GivenSecret,
): Promise<void> {
  await tx.clientSecret.updateMany({
    where: { organizationId, clientRowId, state },
    data: { state: 'retired', retiredAt: new Date() },
  });
  if (secret === 'remove') return;
  const value = Uint8Array.from(secret.value.envelope);
  await tx.clientSecret.create({ data: { organizationId, id: secret.id, clientRowId, value, state } });
}

export type ClientReplacement =
  | { readonly kind: 'replaced'; readonly formerClientId: string }
  | { readonly kind: 'no_client' }
  | { readonly kind: 'same_client' }
  /** Not as many live grants as the caller knows of. */
  | { readonly kind: 'other_count'; readonly grants: number }
  /** Keys of the environment's would go over to the new client, and the grants could no longer be refreshed. */
  | { readonly kind: 'has_keys' };

/**
 * Gives an environment another client under live grants: they keep the former one, whose row and secrets stay, while the
 * next Connect takes the new one.
 */
export async function replaceClient(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
  to: { readonly environment: string; readonly clientId: string; readonly secret?: GivenSecret },
  expectedGrants: number,
): Promise<ClientReplacement> {
  const { environment, clientId, secret } = to;
  const place = { organizationId, connectionConfigId, environment };
  const where = { organizationId_connectionConfigId_environment: place };
  const row = await tx.connectionConfigEnvironment.findUnique({ where, include: { client: true } });
  if (!row?.client) return { kind: 'no_client' };
  const { id: formerRowId, clientId: formerClientId } = row.client;
  if (formerClientId === clientId) return { kind: 'same_client' };
  const grants = await liveGrants(tx, organizationId, formerRowId);
  if (grants !== expectedGrants) return { kind: 'other_count', grants };
  const ofKeys = { organizationId, clientRowId: formerRowId, publicJwk: { not: Prisma.DbNull } };
  if ((await tx.clientSecret.count({ where: ofKeys })) > 0) return { kind: 'has_keys' };
  const clientRowId = newId();
  await tx.client.create({ data: { ...place, id: clientRowId, clientId } });
  await tx.connectionConfigEnvironment.update({ where, data: { clientRowId } });
  if (secret) await replaceSecret(tx, organizationId, clientRowId, 'current', secret);
  return { kind: 'replaced', formerClientId };
}

/** How many grants of a config's connections are live, whatever their client. */
export async function countLiveGrants(
  tx: TenantTransaction,
  organizationId: string,
  connectionConfigId: string,
): Promise<number> {
  return tx.grant.count({ where: { organizationId, state: 'live', connection: { connectionConfigId } } });
}

/** How many grants that live, or are being revoked, were made with a client. */
export async function liveGrants(tx: TenantTransaction, organizationId: string, clientRowId: string): Promise<number> {
  return tx.grant.count({ where: { organizationId, clientRowId, state: { in: ['live', 'revoking'] } } });
}

/**
 * After a change of credentials: a misconfigured client is probed at once, and grants are due again, spread over a
 * minute, that failed on their own and may have failed for want of good credentials.
 */
export async function rearm(tx: TenantTransaction, organizationId: string, clientRowId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE client SET probe_at = statement_timestamp(), probes = 0
    WHERE organization_id = ${organizationId}::uuid AND id = ${clientRowId}::uuid AND state = 'misconfigured'`;
  await tx.$executeRaw`
    UPDATE grant_clock k SET due_at = statement_timestamp() + random() * interval '1 minute', due_reason = 'retry'
    FROM "grant" g
    WHERE g.organization_id = ${organizationId}::uuid AND g.client_row_id = ${clientRowId}::uuid AND g.state = 'live'
      AND k.organization_id = g.organization_id AND k.grant_id = g.id AND k.duty = 'refresh'
      AND k.attempts > 0 AND k.attempt_id IS NULL AND k.due_at > statement_timestamp() + interval '1 minute'
      AND NOT k.is_ambiguous AND NOT k.is_refusal_unconfirmed`;
}
