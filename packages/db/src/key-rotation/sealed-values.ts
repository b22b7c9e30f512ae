import type { Sealed } from '@latchkey/oauth';
import type { ClientBase } from 'pg';
import type { Database } from '../database.js';
import { sealedOf } from '../sealed.js';
import { acrossTenantsSql } from '../tenant-scope.js';
import type { SealedColumn } from './sealed-columns.js';

/** A sealed value where it stands. */
export interface SealedValue {
  /** The values of the table's key columns, as texts. */
  readonly key: readonly string[];
  /** The id that it is sealed for. */
  readonly row: string;
  readonly value: Sealed;
}

/** Rows looked at by one statement. */
const page = 500;

/**
 * As latchkey_worker: the next values of an organization in one column that do not begin with `header`, which every value
 * begins with that is sealed by the key one wants; in the order of their keys, from `after` on. `next` is where to go on.
 */
export async function readSealedPage(
  db: Database,
  at: SealedColumn,
  organizationId: string,
  header: Uint8Array,
  after?: readonly string[],
): Promise<{ readonly values: readonly SealedValue[]; readonly next: readonly string[] | undefined }> {
  const columns = at.keys.map(({ column }) => column).join(', ');
  const from = at.keys.map(({ type }, index) => `($3::text[])[${index + 1}]::${type}`).join(', ');
  const { rows } = await acrossTenantsSql(db, (client) =>
    client.query<{ key: string[]; row: string; sealed: Uint8Array | null }>(
      `SELECT ARRAY[${at.keys.map(({ column }) => `${column}::text`).join(', ')}] AS key, ${at.row}::text AS row,
              CASE WHEN ${isUnder(at, '$2')} THEN NULL ELSE ${at.column} END AS sealed
         FROM ${at.table}
        WHERE organization_id = $1 ${after ? `AND (${columns}) > (${from})` : 'AND $3::text[] IS NULL'}
        ORDER BY ${columns} LIMIT ${page}`,
      [organizationId, Buffer.from(header), after ?? null],
    ),
  );
  return {
    values: rows.flatMap(({ key, row, sealed }) => (sealed ? [{ key, row, value: sealedOf(sealed) }] : [])),
    next: rows.length < page ? undefined : rows.at(-1)?.key,
  };
}

/** A value and what shall stand in its place. */
export interface SealedAnew extends SealedValue {
  readonly anew: Sealed;
}

/**
 * As latchkey_worker: puts new seals in the place of old ones, each only where the very bytes still stand that it was made
 * from: what came meanwhile is newer. Rows that somebody else is writing are passed over; they are not waited for.
 * Answers how many were replaced.
 */
export async function replaceSealed(
  db: Database,
  at: SealedColumn,
  organizationId: string,
  changes: readonly SealedAnew[],
): Promise<number> {
  const names = at.keys.map((_, index) => `k${index}`);
  const given = at.keys.map(({ type }, index) => `$${index + 4}::${type}[]`);
  const same = at.keys.map(({ column }, index) => `t.${column} = g.k${index}`).join(' AND ');
  const sql = `
WITH given AS MATERIALIZED (
  SELECT * FROM unnest($2::bytea[], $3::bytea[], ${given.join(', ')}) AS g (old, anew, ${names.join(', ')})
), free AS MATERIALIZED (
  SELECT g.* FROM given g JOIN ${at.table} t ON t.organization_id = $1 AND ${same} AND t.${at.column} = g.old
  FOR NO KEY UPDATE OF t SKIP LOCKED)
UPDATE ${at.table} t SET ${at.column} = g.anew FROM free g
 WHERE t.organization_id = $1 AND ${same} AND t.${at.column} = g.old`;
  const { rowCount } = await acrossTenantsSql(db, (client) =>
    client.query(sql, [
      organizationId,
      changes.map(({ value }) => Buffer.from(value.envelope)),
      changes.map(({ anew }) => Buffer.from(anew.envelope)),
      ...at.keys.map((_, index) => changes.map(({ key }) => key[index])),
    ]),
  );
  return rowCount ?? 0;
}

/** In a transaction of latchkey_worker: how many values of a column begin with a key's header. */
export async function countSealedUnder(
  client: ClientBase,
  at: SealedColumn,
  organizationId: string,
  header: Uint8Array,
): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${at.table} WHERE organization_id = $1 AND ${isUnder(at, '$2')}`,
    [organizationId, Buffer.from(header)],
  );
  return rows[0]?.n ?? 0;
}

/** The beginning of a value is read without the rest of it, wherever Postgres keeps that. */
function isUnder({ column }: SealedColumn, header: string): string {
  return `substring(${column} for octet_length(${header}::bytea)) = ${header}::bytea`;
}
