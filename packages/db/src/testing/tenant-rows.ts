import type pg from 'pg';

/** A table that holds rows of tenants; the parent where it is partitioned. */
export interface TenantTable {
  /** As it is written in SQL. */
  readonly name: string;
  /** The column that names the tenant. */
  readonly tenant: 'organization_id' | 'id';
}

/** Every table with rows of tenants, by the catalogue: one that a later migration adds is among them. */
export async function listTenantTables(admin: pg.Pool): Promise<readonly TenantTable[]> {
  const { rows } = await admin.query<TenantTable>(`
    SELECT quote_ident(c.relname) AS name, CASE c.relname WHEN 'organization' THEN 'id' ELSE 'organization_id' END AS tenant
      FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
       AND (c.relname = 'organization' OR EXISTS (
         SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))
     ORDER BY 1`);
  return rows;
}

/** Of each table how many rows a tenant has, and a hash of all that is in them: `connection: '2 9e107d9d…'`. */
export type TenantDigest = Readonly<Record<string, string>>;

/** One statement that answers `name` and `digest` for each table; `$1` is the tenant. */
export function digestStatement(tables: readonly TenantTable[]): string {
  const parts = tables.map(
    ({ name, tenant }) =>
      `SELECT '${name.replaceAll('"', '')}' AS name, count(*) || ' ' || md5(coalesce(string_agg(md5(x::text), '' ORDER BY md5(x::text)), '')) AS digest
         FROM ${name} x WHERE ${tenant} = $1::uuid`,
  );
  return parts.join(' UNION ALL ');
}

/** Reads {@link TenantDigest} of one tenant, as superuser: two that are equal say that nothing was changed in between. */
export async function digestTenant(
  admin: pg.Pool,
  tables: readonly TenantTable[],
  organizationId: string,
): Promise<TenantDigest> {
  const { rows } = await admin.query<{ name: string; digest: string }>({
    name: `tenant_digest_of_${tables.length}`,
    text: digestStatement(tables),
    values: [organizationId],
  });
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Every UUID that stands anywhere in a tenant's rows, but those of everybody: what no other tenant may ever be told. */
export async function listTenantIds(
  admin: pg.Pool,
  tables: readonly TenantTable[],
  organizationId: string,
): Promise<ReadonlySet<string>> {
  const parts = tables.map(({ name, tenant }) => `SELECT x::text AS row FROM ${name} x WHERE ${tenant} = $1::uuid`);
  const { rows } = await admin.query<{ row: string }>(parts.join(' UNION ALL '), [organizationId]);
  return new Set(rows.flatMap(({ row }) => row.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []));
}
