import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

// The Prisma CLI would download a native schema engine before every command; ours needs no network. A .mjs cannot be
// spawned on Windows, so there the download stays.
if (process.platform !== 'win32')
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
    new URL('./packages/db/schema-engine.mjs', import.meta.url),
  );

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // Only commands that need a database read it; the fallback never answers, so that nothing is changed by accident.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://postgres@127.0.0.1:1/set-DATABASE_URL' },
});
