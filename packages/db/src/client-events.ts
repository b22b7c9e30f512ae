import type { ClientBase } from 'pg';
import { newId } from './new-id.js';
import { storableJson } from './storable.js';

/** The columns of a client that its events speak of. */
export interface ToldClient {
  readonly organization_id: string;
  readonly client_id: string;
  readonly connection_config_id: string | null;
  readonly environment: string | null;
  readonly connection_id: string | null;
}

export const toldColumns = 'organization_id, client_id, connection_config_id, environment, connection_id';

/** Writes the outbox row that tells the vendor of a client, in the caller's transaction. */
export async function recordClientEvent(
  client: ClientBase,
  type: 'client.misconfigured' | 'client.recovered',
  told: ToldClient,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  const payload = {
    clientId: told.client_id,
    ...(told.connection_config_id === null ? {} : { connectionConfigId: told.connection_config_id }),
    ...(told.environment === null ? {} : { environment: told.environment }),
    ...(told.connection_id === null ? {} : { connectionId: told.connection_id }),
    details: JSON.parse(storableJson(details)) as unknown,
  };
  await client.query('INSERT INTO webhook_outbox (organization_id, id, type, payload) VALUES ($1, $2, $3, $4)', [
    ...[told.organization_id, newId(), type, JSON.stringify(payload)],
  ]);
}
