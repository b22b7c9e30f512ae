import type { InputDefinition, Sealed } from '@latchkey/oauth';
import type { Database } from '../database.js';
import { recordEventInTransaction } from '../events.js';
import { sealedOf } from '../sealed.js';
import { inTenantSql, type TenantTransaction } from '../tenant-scope.js';

/** One input's new value; an empty text takes it away. */
export interface GivenInput {
  readonly name: string;
  readonly value: string | Sealed;
}

/** Saves values of a connection's inputs with a line in its log, which names them and holds no value. */
export async function saveInputs(
  tx: TenantTransaction,
  organizationId: string,
  connectionId: string,
  inputs: readonly GivenInput[],
  actor: string | undefined,
): Promise<void> {
  for (const { name, value } of inputs) {
    const place = { organizationId, connectionId, name };
    if (value === '') {
      await tx.connectionInput.deleteMany({ where: place });
      continue;
    }
    const text = typeof value === 'string' ? value : null;
    const sealed = typeof value === 'string' ? null : Uint8Array.from(value.envelope);
    // The same text again changes nothing: grants that froze no inputs are answered with what is older than they are.
    await tx.$executeRaw`
      INSERT INTO connection_input AS i (organization_id, connection_id, name, value, sealed)
      VALUES (${organizationId}::uuid, ${connectionId}::uuid, ${name}, ${text}::text, ${sealed}::bytea)
      ON CONFLICT (organization_id, connection_id, name)
        DO UPDATE SET value = excluded.value, sealed = excluded.sealed, updated_at = now()
        WHERE i.value IS DISTINCT FROM excluded.value OR excluded.sealed IS NOT NULL`;
  }
  await recordEventInTransaction(
    tx,
    { organizationId, connectionId },
    {
      kind: 'inputs_changed',
      ...(actor === undefined ? {} : { actor }),
      details: { inputs: inputs.map(({ name }) => name).join(', ') },
    },
  );
}

/** A connection's inputs as the vendor's code may read them: definitions, and what was given. */
export interface ReadInputs {
  readonly definitions: readonly InputDefinition[];
  readonly given: readonly GivenInput[];
}

/** Reads them in one statement; both lists are empty for a connection that is not there. */
export async function readInputs(
  db: Pick<Database, 'pool'>,
  organizationId: string,
  connectionId: string,
): Promise<ReadInputs> {
  return inTenantSql(db, organizationId, async (client) => {
    const { rows } = await client.query(
      `SELECT cfg.inputs, ci.name, ci.value, ci.sealed
         FROM connection c
         JOIN connection_config cfg ON cfg.organization_id = c.organization_id AND cfg.id = c.connection_config_id
         LEFT JOIN connection_input ci ON ci.organization_id = c.organization_id AND ci.connection_id = c.id
        WHERE c.organization_id = $1 AND c.id = $2`,
      [organizationId, connectionId],
    );
    return {
      definitions: rows[0]?.inputs ?? [],
      given: rows.flatMap((row) =>
        row.name === null ? [] : [{ name: row.name, value: row.value ?? sealedOf(row.sealed) }],
      ),
    };
  });
}
