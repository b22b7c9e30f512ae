export { type Database, openDatabase } from './database.js';
export { Prisma, PrismaClient } from './generated/client.js';
export { MigrationError, migrate } from './migrate.js';
export { newId } from './new-id.js';
export { createDatabase, createRoles, type DatabaseRole, databaseRoles } from './roles.js';
export { type Durability, inTenant, inTenantSql, type TenantTransaction } from './tenant-scope.js';
