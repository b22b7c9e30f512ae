import type pg from 'pg';

interface Relation {
  readonly name: string;
  readonly kind: 'table' | 'index';
  readonly bytes: number;
  readonly updates: number;
  readonly hotUpdates: number;
  readonly vacuums: number;
}

/** What the rows that a refresh writes take, at one moment. */
export interface Sizes {
  readonly relations: readonly Relation[];
  /** Bytes of write-ahead log since the server began. */
  readonly wal: number;
}

export interface Growth {
  readonly walBytes: number;
  /** Of the tables that a refresh writes, with their indexes. */
  readonly grownBytes: number;
  /** By relation: bytes before and after; tables: the share of HOT updates, and vacuums. */
  readonly relations: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const sql = `
SELECT c.relname AS name, CASE c.relkind WHEN 'i' THEN 'index' ELSE 'table' END AS kind,
       CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) ELSE pg_table_size(c.oid) END::float8 AS bytes,
       coalesce(s.n_tup_upd, 0)::float8 AS updates, coalesce(s.n_tup_hot_upd, 0)::float8 AS "hotUpdates",
       coalesce(s.autovacuum_count, 0)::float8 AS vacuums
  FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
 WHERE c.oid IN ('grant_clock'::regclass, 'grant_token'::regclass, '"grant"'::regclass)
    OR c.oid IN (SELECT indexrelid FROM pg_index
                  WHERE indrelid IN ('grant_clock'::regclass, 'grant_token'::regclass, '"grant"'::regclass))`;

export async function readSizes(admin: pg.Client): Promise<Sizes> {
  const { rows } = await admin.query<Relation>(sql);
  const wal = await admin.query<{ bytes: number }>(
    "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8 AS bytes",
  );
  return { relations: rows, wal: wal.rows[0]?.bytes ?? Number.NaN };
}

export function growthOf(before: Sizes, after: Sizes): Growth {
  const was = new Map(before.relations.map((relation) => [relation.name, relation]));
  const sum = ({ relations }: Sizes) => relations.reduce((all, { bytes }) => all + bytes, 0);
  return {
    walBytes: after.wal - before.wal,
    grownBytes: sum(after) - sum(before),
    relations: Object.fromEntries(
      after.relations.map(({ name, kind, bytes, updates, hotUpdates, vacuums }) => [
        name,
        {
          before: was.get(name)?.bytes ?? 0,
          after: bytes,
          ...(kind === 'table' && updates > 0
            ? { updates, hotShare: Number((hotUpdates / updates).toFixed(3)), vacuums }
            : {}),
        },
      ]),
    ),
  };
}
