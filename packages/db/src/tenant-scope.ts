import type pg from 'pg';
import type { Database } from './database.js';
import type { Prisma } from './generated/client.js';

/** Prisma inside one organization's transaction: row-level security shows and takes that organization's rows only. */
export type TenantTransaction = Prisma.TransactionClient;

/** What of an organization an API key is limited to; a member that is absent limits nothing. */
export interface Reach {
  readonly integrationIds?: readonly string[];
  readonly environment?: string;
}

/** One organization, or the part of it that is in reach. */
export interface TenantScope {
  readonly organizationId: string;
  readonly reach?: Reach | undefined;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Runs `work` in one transaction that sees one organization; commits when it resolves, rolls back when it rejects.
 * Keep it short and call nothing outside the database in it. Throws a TypeError when the id is not a UUID. Where the
 * scope has a reach, rows outside of it are not there, and writing one is refused (SQLSTATE 42501).
 */
export async function inTenant<Result>(
  db: Database,
  scope: string | TenantScope,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const { organizationId, reach = {} } = typeof scope === 'string' ? { organizationId: scope } : scope;
  assertUuid(organizationId);
  return db.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('app.organization_id', ${organizationId}, true)`;
      if (reach.integrationIds) {
        reach.integrationIds.forEach(assertUuid);
        await tx.$executeRaw`SELECT set_config('app.reach_integrations', ${`{${reach.integrationIds}}`}, true)`;
      }
      if (reach.environment !== undefined)
        await tx.$executeRaw`SELECT set_config('app.reach_environment', ${reach.environment}, true)`;
      return work(tx);
    },
    { maxWait: 10_000, timeout: 15_000 },
  );
}

/**
 * Lets the rest of a transaction reach its whole organization: for what follows, in rows that may lie outside of a key's
 * reach, from a change that lay inside.
 */
export async function leaveReach(tx: TenantTransaction): Promise<void> {
  await tx.$executeRaw`
    SELECT set_config('app.reach_integrations', '', true), set_config('app.reach_environment', '', true)`;
}

/**
 * How a transaction commits: `synchronous` waits for the disk even where the server's default does not. `claim` does so
 * too, and its prepared statements keep one plan each that walks indexes in their order: what a claim costs must depend
 * neither on how many rows there are nor on what the planner believes to be due.
 */
export type Durability = 'default' | 'synchronous' | 'claim';

/**
 * The same with a plain connection, for statements of our own; `begin` and the scope cost one round trip. A connection
 * whose transaction could not be ended is thrown away.
 */
export async function inTenantSql<Result>(
  db: Pick<Database, 'pool'>,
  organizationId: string,
  work: (client: pg.PoolClient) => Promise<Result>,
  durability: Durability = 'default',
  /** A statement that goes with `BEGIN`, and ends the transaction when it fails. */
  first?: string,
): Promise<Result> {
  return transaction(db, `BEGIN; ${scopeStatement(organizationId)}${synchronous(durability)}${also(first)}`, work);
}

/**
 * One transaction that is in no organization's scope: latchkey_worker sees all of them in it, latchkey_app none until
 * it enters one with {@link enterTenant}.
 */
export async function acrossTenantsSql<Result>(
  db: Pick<Database, 'pool'>,
  work: (client: pg.PoolClient) => Promise<Result>,
  durability: Durability = 'default',
  /** As in {@link inTenantSql}. */
  first?: string,
): Promise<Result> {
  return transaction(db, `BEGIN${synchronous(durability)}${also(first)}`, work);
}

/** Puts the rest of a transaction into the scope of an organization that was found out in it. */
export async function enterTenant(client: pg.PoolClient, organizationId: string): Promise<void> {
  await client.query(scopeStatement(organizationId));
}

async function transaction<Result>(
  db: Pick<Database, 'pool'>,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const claimPlans =
  '; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off';

function synchronous(durability: Durability): string {
  const planned = durability === 'claim' ? claimPlans : '';
  return durability === 'default' ? '' : `; SET LOCAL synchronous_commit = on${planned}`;
}

function also(first: string | undefined): string {
  return first === undefined ? '' : `; ${first}`;
}

function scopeStatement(organizationId: string): string {
  assertUuid(organizationId);
  return `SET LOCAL app.organization_id = '${organizationId}'`;
}

function assertUuid(id: string): void {
  if (!uuid.test(id)) throw new TypeError('the organization id must be a UUID in lower case');
}
