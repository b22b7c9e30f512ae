import type { Database } from '../database.js';
import type { ApiKeyModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { Reach, TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** What a key is limited to, besides its scopes; a member that is absent limits nothing. */
export interface KeyLimits extends Reach {
  /** Networks in CIDR notation that it may be used from. */
  readonly allowedCidrs?: readonly string[];
}

/** What authentication needs to know of a live key. */
export interface VerifiedApiKey {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  /** How much of its life is left by the database's clock; null: it has no end. */
  readonly secondsLeft: number | null;
  readonly limits: KeyLimits;
}

/** An API key as it may be shown: never its hash. */
export type ShownApiKey = Omit<ApiKeyModel, 'keyHash'>;

const shown = { keyHash: true } as const;

/** The live key with this SHA-256; `undefined` when unknown, expired, revoked, or its organization is being deleted. */
export async function findApiKey(db: Pick<Database, 'pool'>, keyHash: Uint8Array): Promise<VerifiedApiKey | undefined> {
  const { rows } = await db.pool.query(
    `SELECT organization_id AS "organizationId", id, name, scopes, expires_at AS "expiresAt",
       seconds_left AS "secondsLeft", integration_ids AS "integrationIds", environment, allowed_cidrs AS "allowedCidrs"
     FROM find_api_key($1)`,
    [keyHash],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { integrationIds, environment, allowedCidrs, ...key } = row;
  return { ...key, limits: keyLimits(integrationIds, environment, allowedCidrs) };
}

/** The limits of a row: what is null, or empty as Prisma reads a null list, limits nothing. */
export function keyLimits(
  integrationIds: readonly string[] | null,
  environment: string | null,
  allowedCidrs: readonly string[] | null,
): KeyLimits {
  return {
    ...(integrationIds?.length ? { integrationIds } : {}),
    ...(environment === null ? {} : { environment }),
    ...(allowedCidrs?.length ? { allowedCidrs } : {}),
  };
}

/** Inserts a key by its hash; `prefix` is what people recognise it by. */
export async function createApiKey(
  tx: TenantTransaction,
  organizationId: string,
  key: {
    readonly keyHash: Uint8Array;
    readonly prefix: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expiresAt?: Date;
    readonly limits?: KeyLimits;
  },
): Promise<ShownApiKey> {
  const id = newId();
  const { integrationIds, environment, allowedCidrs } = key.limits ?? {};
  // Not by Prisma, which has no null for a list: an empty one is no key's limit.
  await tx.$executeRaw`
    INSERT INTO api_key (organization_id, id, key_hash, prefix, name, scopes, expires_at, integration_ids, environment,
      allowed_cidrs)
    VALUES (${organizationId}::uuid, ${id}::uuid, ${Uint8Array.from(key.keyHash)}, ${key.prefix}, ${key.name},
      ${[...key.scopes]}::text[], ${key.expiresAt ?? null}::timestamptz,
      ${integrationIds ? [...integrationIds] : null}::uuid[], ${environment ?? null},
      ${allowedCidrs ? [...allowedCidrs] : null}::text[])`;
  return tx.apiKey.findUniqueOrThrow({ where: { organizationId_id: { organizationId, id } }, omit: shown });
}

/**
 * The end of a key that lives at this moment, as the transaction sees it; it cannot be revoked until the transaction
 * ends. `undefined`: it is no more, whatever a process remembers of it.
 */
export async function holdLiveApiKey(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<{ readonly expiresAt: Date | null } | undefined> {
  const [row] = await tx.$queryRaw<{ expiresAt: Date | null }[]>`
    SELECT expires_at AS "expiresAt" FROM api_key
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > statement_timestamp()) FOR SHARE`;
  return row;
}

export async function readApiKey(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<ShownApiKey | undefined> {
  const row = await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } }, omit: shown });
  return row ?? undefined;
}

/** Notes that a successor follows a key, which then ends after so many seconds, or sooner where it would have. */
export async function endWithSuccessor(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
  successor: { readonly id: string; readonly overlapSeconds: number },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE api_key SET successor_id = ${successor.id}::uuid,
      expires_at = least(expires_at, statement_timestamp() + make_interval(secs => ${successor.overlapSeconds}::integer))
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
}

/** Locks a key until the transaction ends, so that it is followed by one key only. `undefined` when there is none. */
export async function lockApiKey(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<{ readonly key: ShownApiKey; readonly state: 'live' | 'followed' | 'ended' } | undefined> {
  const [row] = await tx.$queryRaw<{ state: 'live' | 'followed' | 'ended' }[]>`
    SELECT CASE WHEN revoked_at IS NOT NULL OR expires_at <= statement_timestamp() THEN 'ended'
      WHEN successor_id IS NOT NULL THEN 'followed' ELSE 'live' END AS state
    FROM api_key WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`;
  const key = await readApiKey(tx, organizationId, id);
  return row && key && { key, state: row.state };
}

/** Every key of the organization, revoked and expired ones too. */
export async function listApiKeys(
  tx: TenantTransaction,
  organizationId: string,
  page: PageRequest,
): Promise<Page<ShownApiKey>> {
  const rows = await tx.apiKey.findMany({
    where: { organizationId, ...afterCursor(page) },
    ...pageArguments(page),
    omit: shown,
  });
  return toPage(rows, page);
}

/** Ends a key for good; answers its row, or `undefined` when there is none. Repeating it changes nothing. */
export async function revokeApiKey(
  tx: TenantTransaction,
  organizationId: string,
  id: string,
): Promise<{ readonly key: ShownApiKey; readonly keyHash: Uint8Array } | undefined> {
  await tx.$executeRaw`
    UPDATE api_key SET revoked_at = coalesce(revoked_at, statement_timestamp())
    WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  const row = await tx.apiKey.findUnique({ where: { organizationId_id: { organizationId, id } } });
  if (!row) return undefined;
  const { keyHash, ...key } = row;
  return { key, keyHash };
}

/** Revokes every live key of that name; answers how many. */
export async function revokeApiKeysNamed(tx: TenantTransaction, organizationId: string, name: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE api_key SET revoked_at = statement_timestamp()
    WHERE organization_id = ${organizationId}::uuid AND name = ${name} AND revoked_at IS NULL`;
}
