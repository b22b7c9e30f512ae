import pg from 'pg';

/** A connection as superuser, for arranging and looking. */
export async function connectAdmin({ adminUrl }: { readonly adminUrl: string }): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl });
  // When a benchmark is cut off, its database may go first; the query that this interrupts tells of it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
