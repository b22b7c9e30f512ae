import {
  credentialAddresses,
  type Definition,
  freeAddressInputs,
  type InputDefinition,
  newAddress,
  withInputs,
} from '@latchkey/oauth';
import { newId } from '../new-id.js';
import type { TenantTransaction } from '../tenant-scope.js';

/** What the secret of a connection's own client is called beside secret inputs, whose names have no dots. */
export const ownClientSecret = 'client.secret';

/** What is about to be saved of a connection, in one transaction. */
export interface GivenToConnection {
  /** New values of inputs that are no secrets, by name; an empty text takes one away. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Names of the secrets that are given, or taken away, with them: of inputs, and `client.secret`. */
  readonly secrets: readonly string[];
  /** Of a client of the connection's own; another one than before has none of the saved secrets. */
  readonly clientId?: string;
}

/** Where a connection's credentials will go, beside where they have gone. */
export type AddressMove =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'new';
      /** Names of the connection's saved secrets that would be sent to an address that they were not given for. */
      readonly keptSecrets: readonly string[];
      /** The vendor's client, when it would go to a freely chosen host that no connection of the config has yet. */
      readonly vendorsClient: 'stays' | 'goes_without_secret' | 'goes_with_secret';
      /** Whose config it is; null: no integration's. */
      readonly integrationId: string | null;
    };

interface Row {
  readonly environment: string;
  readonly configId: string;
  readonly integrationId: string | null;
  readonly definition: Definition;
  readonly inputDefinitions: readonly InputDefinition[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly sealedInputs: readonly string[];
  readonly ownClientId: string | null;
  readonly hasOwnSecret: boolean;
  readonly vendorsSecret: boolean;
}

/**
 * Says which saved secrets would go to a new address with what is about to be saved. Locks the connection's row, so that
 * what is compared is what will be replaced; call it before saving, in the same transaction, and roll back what is
 * refused. A client of the connection's own, whose secret does not go along, becomes a new one of the same id: grants and
 * flows that lead to the former addresses keep the former secret, and never get what is given for the new ones.
 */
export async function moveAddresses(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  given: GivenToConnection,
): Promise<AddressMove> {
  if (Object.keys(given.inputs).length === 0) return { kind: 'same' };
  // By itself: a statement that waits for a row still reads the other tables as they were before.
  await tx.$queryRaw`SELECT id::text FROM connection
    WHERE organization_id = ${organizationId}::uuid AND id = ${connectionId}::uuid FOR NO KEY UPDATE`;
  const row = await read(tx, organizationId, connectionId);
  if (!row) return { kind: 'same' };
  const { environment, ownClientId } = row;
  const definition = withInputs(row.definition, row.inputDefinitions);
  const inputs = { ...row.inputs, ...given.inputs };
  const choice = newAddress(
    credentialAddresses(definition, environment, row.inputs),
    credentialAddresses(definition, environment, inputs),
  );
  if (choice === undefined) return { kind: 'same' };
  const isSameClient = given.clientId === undefined || given.clientId === ownClientId;
  const saved = [...row.sealedInputs, ...(row.hasOwnSecret && isSameClient ? [ownClientSecret] : [])];
  const keptSecrets = saved.filter((name) => !given.secrets.includes(name));
  if (ownClientId !== null && isSameClient && !keptSecrets.includes(ownClientSecret))
    await renewClient(tx, organizationId, connectionId, ownClientId);
  const goes =
    choice === 'free' &&
    definition.client?.owner !== 'connection' &&
    !(await isAddressInUse(tx, organizationId, { configId: row.configId, environment, definition, inputs }));
  const vendorsClient = !goes ? 'stays' : row.vendorsSecret ? 'goes_with_secret' : 'goes_without_secret';
  return { kind: 'new', keptSecrets, vendorsClient, integrationId: row.integrationId };
}

async function read(tx: TenantTransaction, organizationId: string, connectionId: string): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.environment, cfg.id::text AS "configId", cfg.integration_id::text AS "integrationId", cfg.definition,
      cfg.inputs AS "inputDefinitions", o.client_id AS "ownClientId",
      coalesce((SELECT jsonb_object_agg(i.name, i.value) FROM connection_input i
        WHERE i.organization_id = c.organization_id AND i.connection_id = c.id AND i.value IS NOT NULL), '{}') AS inputs,
      ARRAY(SELECT i.name FROM connection_input i
        WHERE i.organization_id = c.organization_id AND i.connection_id = c.id AND i.sealed IS NOT NULL
        ORDER BY i.name) AS "sealedInputs",
      EXISTS (SELECT FROM client_secret s
        WHERE s.organization_id = c.organization_id AND s.client_row_id = c.client_row_id
          AND s.state IN ('current', 'next')) AS "hasOwnSecret",
      EXISTS (SELECT FROM connection_config_environment e
        JOIN client_secret s ON s.organization_id = e.organization_id AND s.client_row_id = e.client_row_id
        WHERE e.organization_id = c.organization_id AND e.connection_config_id = cfg.id
          AND e.environment = c.environment AND s.state IN ('current', 'next')) AS "vendorsSecret"
    FROM connection c
      JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
      LEFT JOIN client o ON o.organization_id = c.organization_id AND o.id = c.client_row_id
    WHERE c.organization_id = ${organizationId}::uuid AND c.id = ${connectionId}::uuid`;
  return row;
}

async function renewClient(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  clientId: string,
): Promise<void> {
  const id = newId();
  await tx.client.create({ data: { organizationId, id, connectionId, clientId } });
  await tx.connection.update({
    where: { organizationId_id: { organizationId, id: connectionId } },
    data: { clientRowId: id },
  });
}

/** Whether a connection of the config has the same freely chosen hosts, in the same environment. */
export async function isAddressInUse(
  tx: TenantTransaction,
  organizationId: string,
  place: {
    readonly configId: string;
    readonly environment: string;
    readonly definition: Definition;
    readonly inputs: Readonly<Record<string, string>>;
  },
): Promise<boolean> {
  const { configId, environment, definition, inputs } = place;
  const wanted = JSON.stringify(freeAddressInputs(definition, environment, inputs));
  const preset = JSON.stringify(freeAddressInputs(definition, environment, {}));
  const [row] = await tx.$queryRaw<{ isUsed: boolean }[]>`
    SELECT EXISTS (SELECT FROM connection c
      WHERE c.organization_id = ${organizationId}::uuid AND c.connection_config_id = ${configId}::uuid
        AND c.environment = ${environment}
        AND NOT EXISTS (SELECT FROM jsonb_each_text(${wanted}::jsonb) w
          WHERE w.value <> coalesce((SELECT i.value FROM connection_input i
            WHERE i.organization_id = c.organization_id AND i.connection_id = c.id AND i.name = w.key),
            ${preset}::jsonb ->> w.key))) AS "isUsed"`;
  return row?.isUsed === true;
}
