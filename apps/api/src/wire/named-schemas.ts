import { AccessToken } from './access-token.js';
import { ApiKey, NewApiKey, RotatedApiKey } from './api-key.js';
import { AuditEvent } from './audit-event.js';
import { StartedAuthorization } from './authorization-session.js';
import { ClientKey } from './client-key.js';
import { Connection } from './connection.js';
import { ConnectionConfig, Input } from './connection-config.js';
import { ConnectionEvent } from './connection-event.js';
import { Customer, User } from './customer.js';
import { Definition } from './definition.js';
import { Deletion } from './deletion.js';
import { DiscoveredDefinition } from './discovered-server.js';
import { Domain } from './domain.js';
import { Finding } from './finding.js';
import { ImportItem, ImportResult } from './import.js';
import { Instance } from './instance.js';
import { Integration, RequiredConfigVariable } from './integration.js';
import { Organization, Origins } from './organization.js';
import { Provider } from './provider.js';
import { RegionList } from './region.js';
import { ProblemSchema } from './schema.js';
import { Upgrade } from './upgrade.js';
import { WebhookDelivery } from './webhook-delivery.js';
import { NewWebhookEndpoint, WebhookEndpoint } from './webhook-endpoint.js';
import { WizardSession } from './wizard-session.js';

/** The schemas that have a name in the OpenAPI document. */
export const namedSchemas = [
  ...[
    ProblemSchema,
    Organization,
    Origins,
    RegionList,
    Domain,
    ApiKey,
    NewApiKey,
    RotatedApiKey,
    Definition,
    Provider,
    Input,
    ConnectionConfig,
    Finding,
    Upgrade,
  ],
  ...[Integration, RequiredConfigVariable, Customer, User, Connection, Instance, Deletion],
  ...[
    WizardSession,
    StartedAuthorization,
    ConnectionEvent,
    AccessToken,
    AuditEvent,
    DiscoveredDefinition,
    ClientKey,
    ImportItem,
    ImportResult,
  ],
  ...[WebhookEndpoint, NewWebhookEndpoint, WebhookDelivery],
];
