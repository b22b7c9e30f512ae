export { fillTenant } from './fill-tenant.js';
export { type FreshDatabase, freshDatabase, refusePowerfulLogin } from './fresh-database.js';
export { type OpenedFreshDatabase, openFreshDatabase } from './open-fresh.js';
export { connect, fakeSealed, type SeededConnection, seedConnection, someSession, someTokens } from './seed.js';
export { steadyClock } from './steady-clock.js';
export {
  digestStatement,
  digestTenant,
  listTenantIds,
  listTenantTables,
  type TenantDigest,
  type TenantTable,
} from './tenant-rows.js';
