export type {
  CustomDomainModel,
  CustomerModel,
  InstanceModel,
  IntegrationModel,
  OrganizationModel,
  UserModel,
} from '../generated/models.js';
export * from './api-keys.js';
export * from './audit-events.js';
export * from './authorization-tickets.js';
export * from './client-keys.js';
export * from './config-clients.js';
export * from './config-secrets.js';
export * from './connection-addresses.js';
export * from './connection-client.js';
export * from './connection-configs.js';
export * from './connection-inputs.js';
export * from './connection-places.js';
export * from './connection-secrets.js';
export * from './connections.js';
export * from './custom-domains.js';
export * from './customers.js';
export * from './deletion.js';
export * from './disconnections.js';
export * from './domain-checks.js';
export * from './erase-deleted.js';
export * from './executions.js';
export * from './idempotency-records.js';
export * from './import-grants.js';
export * from './instance-links.js';
export * from './instances.js';
export * from './integrations.js';
export * from './last-use.js';
export * from './organizations.js';
export type { Page, PageRequest } from './page.js';
export * from './pinned-issuers.js';
export * from './refresh-requests.js';
export * from './refused-rows.js';
export * from './rejections.js';
export * from './webhook-deliveries.js';
export * from './webhook-endpoints.js';
export type { ConnectionLink, WholeConnection } from './whole-connection.js';
export * from './wizard-sessions.js';
