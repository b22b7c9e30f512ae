import { createHash } from 'node:crypto';
import {
  type AuthorizationSessionId,
  type Claim,
  type DeviceAuthorizationId,
  type DeviceClaim,
  type GrantId,
  protocolTimes,
  type RevocationClaim,
  type WizardSessionId,
} from '@latchkey/oauth';
import { createAuthorizationSessions, createGrants, type Database } from '../../src/index.js';
import {
  connect,
  fillTenant,
  listTenantTables,
  type OpenedFreshDatabase,
  type SeededConnection,
  seedConnection,
  steadyClock,
  type TenantTable,
} from '../../src/testing/index.js';

/** One tenant with a row of everything, and the ids of what there is one of. */
export interface Tenant extends SeededConnection {
  readonly grantId: GrantId;
  readonly authorizationSessionId: AuthorizationSessionId;
  readonly deviceId: DeviceAuthorizationId;
  readonly wizardSessionId: WizardSessionId;
  readonly ticketId: AuthorizationSessionId;
  readonly apiKeyId: string;
  readonly dataKeyId: string;
  readonly linkId: string;
  readonly domainId: string;
  readonly webhookEndpointId: string;
  readonly webhookDeliveryId: string;
  /** Of the API key, the authorization session, the wizard's ticket. */
  readonly hashes: { readonly key: Uint8Array; readonly state: Uint8Array; readonly ticket: Uint8Array };
}

/** The tenant whose rows are tried, and the one that tries. */
export interface Tenants {
  readonly app: Database;
  readonly ours: Tenant;
  readonly theirs: Tenant;
  /** A live claim of ours, as if it were theirs. */
  readonly claim: Claim & RevocationClaim;
  readonly deviceClaim: DeviceClaim;
  /** No hash of anything. */
  readonly noHash: Uint8Array;
}

export async function arrangeTenants(
  db: OpenedFreshDatabase,
): Promise<Tenants & { readonly tables: readonly TenantTable[] }> {
  const tables = await listTenantTables(db.admin);
  const ours = await arrangeTenant(db, tables);
  const theirs = await arrangeTenant(db, tables);
  const { organizationId, connectionId } = ours;
  const claimed = await createGrants(db.worker, steadyClock).claimOne({
    ...{ organizationId, connectionId, generation: 1, holder: 'ours', times: protocolTimes },
  });
  if (claimed.kind !== 'claimed') throw new Error(`the grant was not claimed: ${claimed.kind}`);
  const claim = {
    ...claimed.claim,
    ...{ organizationId: theirs.organizationId, revokingSeconds: 0 },
  };
  const deviceClaim: DeviceClaim = {
    ...{ id: ours.deviceId, organizationId: theirs.organizationId, connectionId, attemptId: claim.attemptId },
    ...{ deviceCode: claim.tokenSet, terms: ours.terms, client: claim.client, secretInputs: {} },
    wizardSessionId: ours.wizardSessionId,
    ...{ requestedScopes: [], intervalSeconds: 5, mostRequests: 1, failures: 0, sendBefore: 0 },
  };
  const noHash = createHash('sha256').update('no hash of anything').digest();
  return { app: db.app, ours, theirs, claim, deviceClaim, noHash, tables };
}

async function arrangeTenant(db: OpenedFreshDatabase, tables: readonly TenantTable[]): Promise<Tenant> {
  const seeded = await seedConnection(db.app);
  const ports = {
    grants: createGrants(db.app, steadyClock),
    authorizationSessions: createAuthorizationSessions(db.app),
  };
  const { grantId, authorizationSessionId } = await connect(ports, seeded);
  const { organizationId } = seeded;
  await fillTenant(db.admin, tables, organizationId);
  const one = async (table: string, column = 'id') => {
    const { rows } = await db.admin.query(
      `SELECT ${column} AS value FROM ${table} WHERE organization_id = $1 LIMIT 1`,
      [organizationId],
    );
    return rows[0].value;
  };
  return {
    ...seeded,
    grantId,
    authorizationSessionId: authorizationSessionId as AuthorizationSessionId,
    deviceId: await one('device_authorization'),
    wizardSessionId: await one('wizard_session'),
    ticketId: await one('authorization_ticket'),
    apiKeyId: await one('api_key'),
    dataKeyId: await one('organization_data_key'),
    linkId: await one('instance_link'),
    domainId: await one('custom_domain'),
    webhookEndpointId: await one('webhook_endpoint'),
    webhookDeliveryId: await one('webhook_delivery'),
    hashes: {
      key: await one('api_key', 'key_hash'),
      state: await one('authorization_session', 'state_hash'),
      ticket: await one('wizard_session', 'ticket_hash'),
    },
  };
}
