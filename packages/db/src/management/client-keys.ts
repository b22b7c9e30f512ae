import type { Sealed } from '@latchkey/oauth';
import type { PublicJwk } from '../browser/published-keys.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { rearm } from './config-clients.js';

/** A key pair of a client, without its private half. */
export interface ClientKey {
  /** The id of its row. */
  readonly id: string;
  /** With `kid` and `alg`. */
  readonly publicJwk: PublicJwk;
  /** The current one signs; the next is published already; a retired one no longer signs. */
  readonly state: 'current' | 'next' | 'retired';
  readonly createdAt: Date;
}

/** A new key pair; its private half was sealed for the row `id`. */
export interface NewClientKey {
  readonly id: string;
  readonly value: Sealed;
  readonly publicJwk: PublicJwk;
}

/**
 * Adds a key to the present client of a config's environment: as the current one when the client has no secret at all,
 * else as the next, in place of a former next. `no_client`: the environment has no client yet.
 */
export async function addClientKey(
  tx: TenantTransaction,
  organizationId: string,
  place: { readonly connectionConfigId: string; readonly environment: string },
  key: NewClientKey,
): Promise<'current' | 'next' | 'no_client'> {
  const clientRowId = await presentClient(tx, organizationId, place);
  if (clientRowId === undefined) return 'no_client';
  const hasCurrent = (await tx.clientSecret.count({ where: { organizationId, clientRowId, state: 'current' } })) > 0;
  const state = hasCurrent ? 'next' : 'current';
  await retire(tx, organizationId, clientRowId, 'next');
  const value = Uint8Array.from(key.value.envelope);
  const publicJwk = { ...key.publicJwk };
  await tx.clientSecret.create({ data: { organizationId, id: key.id, clientRowId, value, publicJwk, state } });
  if (state === 'current') await rearm(tx, organizationId, clientRowId);
  return state;
}

/** The keys of the present client of an environment, oldest first. */
export async function listClientKeys(
  tx: TenantTransaction,
  organizationId: string,
  place: { readonly connectionConfigId: string; readonly environment: string },
): Promise<readonly ClientKey[]> {
  const clientRowId = await presentClient(tx, organizationId, place);
  if (clientRowId === undefined) return [];
  const rows = await tx.clientSecret.findMany({
    where: { organizationId, clientRowId },
    orderBy: { id: 'asc' },
    take: 200,
  });
  return rows.flatMap(({ id, publicJwk, state, createdAt }) =>
    publicJwk === null
      ? []
      : [{ id, publicJwk: publicJwk as PublicJwk, state: state as ClientKey['state'], createdAt }],
  );
}

/**
 * Makes the next key the current one: from now on it signs; the former one is retired. `not_next`: the environment's
 * client has no next key with this id.
 */
export async function activateClientKey(
  tx: TenantTransaction,
  organizationId: string,
  place: { readonly connectionConfigId: string; readonly environment: string },
  id: string,
): Promise<'activated' | 'not_next'> {
  const clientRowId = await presentClient(tx, organizationId, place);
  if (clientRowId === undefined) return 'not_next';
  const next = await tx.clientSecret.findFirst({ where: { organizationId, id, clientRowId, state: 'next' } });
  if (!next || next.publicJwk === null) return 'not_next';
  await retire(tx, organizationId, clientRowId, 'current');
  await tx.clientSecret.update({ where: { organizationId_id: { organizationId, id } }, data: { state: 'current' } });
  await rearm(tx, organizationId, clientRowId);
  return 'activated';
}

async function presentClient(
  tx: TenantTransaction,
  organizationId: string,
  { connectionConfigId, environment }: { readonly connectionConfigId: string; readonly environment: string },
): Promise<string | undefined> {
  const row = await tx.connectionConfigEnvironment.findUnique({
    where: { organizationId_connectionConfigId_environment: { organizationId, connectionConfigId, environment } },
    select: { clientRowId: true },
  });
  return row?.clientRowId ?? undefined;
}

async function retire(
  tx: TenantTransaction,
  organizationId: string,
  clientRowId: string,
  state: 'current' | 'next',
): Promise<void> {
  await tx.clientSecret.updateMany({
    where: { organizationId, clientRowId, state },
    data: { state: 'retired', retiredAt: new Date() },
  });
}
