import type { Database } from '../database.js';
import type { ApiKeyModel } from '../generated/models.js';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';
import { afterCursor, type Page, type PageRequest, pageArguments, toPage } from './page.js';

/** What authentication needs to know of a live key. */
export interface VerifiedApiKey {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/** An API key as it may be shown: never its hash. */
export type ShownApiKey = Omit<ApiKeyModel, 'keyHash'>;

const shown = { keyHash: true } as const;

/** The live key with this SHA-256; `undefined` when unknown, expired, revoked, or its organization is being deleted. */
export async function findApiKey(db: Pick<Database, 'pool'>, keyHash: Uint8Array): Promise<VerifiedApiKey | undefined> {
  const { rows } = await db.pool.query(
    'SELECT organization_id AS "organizationId", id, name, scopes, expires_at AS "expiresAt" FROM find_api_key($1)',
    [keyHash],
  );
  return rows[0];
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
  },
): Promise<ShownApiKey> {
  return tx.apiKey.create({
    data: {
      organizationId,
      id: newId(),
      keyHash: Uint8Array.from(key.keyHash),
      prefix: key.prefix,
      name: key.name,
      scopes: [...key.scopes],
      expiresAt: key.expiresAt ?? null,
    },
    omit: shown,
  });
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
