import { tokenServerHost } from '@latchkey/oauth';
import { environment } from '../e2e/place.js';
import { type BenchOrganization, lifetimeSeconds, scopes } from './organization.js';

/** Whose connections are made. */
export type Holder = Pick<BenchOrganization, 'organizationId' | 'place' | 'terms'>;

/** Makes all rows of one table from `bench_made`. */
export interface RowStatement {
  readonly table: string;
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** The grants of connections, without their tokens and times. */
export function grantRows({ organizationId, place, terms }: Holder): RowStatement {
  const { clientRowId } = place;
  return {
    table: 'grant',
    sql: `INSERT INTO "grant" (organization_id, id, connection_id, state, terms, client_row_id, redirect_uri,
              definition_version, requested_scopes, granted_scopes, context, account_label, account_subject)
            SELECT $1, grant_id, connection_id, 'live', $2, $3, $4, $5, $6, $6, '{}', 'person-' || n, 'person-' || n
              FROM bench_made`,
    values: [organizationId, JSON.stringify(terms), clientRowId, terms.redirectUri, terms.definitionVersion, scopes],
  };
}

/** Connections, and the instances that they belong to. */
export function connectionTables(
  { organizationId, place }: Holder,
  status: 'active' | 'pending',
): readonly RowStatement[] {
  const { customerId, integrationId, connectionConfigId, variableId } = place;
  const held = status === 'active' ? 'grant_id, now()' : 'NULL, NULL';
  return [
    {
      table: 'connection',
      sql: `INSERT INTO connection (organization_id, id, connection_config_id, environment, level, instance_id, status,
              grant_id, connected_at)
            SELECT $1, connection_id, $2, $3, 'instance', instance_id, '${status}', ${held} FROM bench_made`,
      values: [organizationId, connectionConfigId, environment],
    },
    {
      table: 'instance',
      sql: `INSERT INTO instance (organization_id, id, integration_id, customer_id, name, environments)
            SELECT $1, instance_id, $2, $3, 'Instance', ARRAY[$4] FROM bench_made`,
      values: [organizationId, integrationId, customerId, environment],
    },
    {
      table: 'instance_link',
      sql: `INSERT INTO instance_link (organization_id, id, instance_id, required_config_variable_id, connection_id)
            SELECT $1, link_id, instance_id, $2, connection_id FROM bench_made`,
      values: [organizationId, variableId],
    },
  ];
}

/**
 * Tokens as they are at `from`: all issued then, or (`at_any_moment`) each refreshed some time before, as where refreshing
 * goes on for long. Each is due between 0.70 and 0.85 of its lifetime after it was issued.
 */
export function clockRows(
  { organizationId, place, terms }: Holder,
  { age, from }: { readonly age: 'just_issued' | 'at_any_moment'; readonly from: Date },
): RowStatement {
  const issued = age === 'just_issued' ? '$3' : '$3 - make_interval(secs => due_after * share)';
  return {
    table: 'grant_clock',
    sql: `INSERT INTO grant_clock (organization_id, grant_id, client_row_id, due_at, due_reason, refreshed_at, expires_at,
            lifetime_seconds, has_refresh_token, token_server)
          SELECT $1, grant_id, $2, issued_at + make_interval(secs => due_after), 'schedule', issued_at,
            issued_at + make_interval(secs => $4), $4, true, token_server_key($5)
            FROM (SELECT *, ${issued.replaceAll('$3', '$3::timestamptz')} AS issued_at FROM bench_made) AS made`,
    values: [organizationId, place.clientRowId, from, lifetimeSeconds, tokenServerHost({ terms, context: {} }) ?? ''],
  };
}
