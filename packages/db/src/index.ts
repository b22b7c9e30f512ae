export { type Actor, type AuditedAct, recordAudit } from './audit.js';
export { createAuthorizationSessions } from './authorization-sessions.js';
export {
  type AuthorizationTicket,
  type FoundTicket,
  findAuthorizationTicket,
  useAuthorizationTicket,
} from './authorization-tickets.js';
export { type InputChange, readInputDefinitions, saveConnectionInputs } from './browser/connection-inputs.js';
export { findCustomDomain, hasConnectionConfig, listCustomHosts } from './browser/custom-domain.js';
export { type FlowEnd, readFlowEnd } from './browser/flow-end.js';
export { type LinkView, readLinkView } from './browser/link-view.js';
export { type PublicJwk, readPublishedKeys } from './browser/published-keys.js';
export { readWizardView, type WizardView, type WizardViewConnection } from './browser/wizard-view.js';
export { createConfirmations } from './confirmations.js';
export { createConnections } from './connections.js';
export { connectionsToAuthorize } from './connections-to-authorize.js';
export { createDataKeyStore, type DataKeyRow } from './data-keys.js';
export { type Database, openDatabase } from './database.js';
export { createDeviceAuthorizations } from './device-authorizations.js';
export { recordEvent, recordEventInTransaction } from './events.js';
export { Prisma, PrismaClient } from './generated/client.js';
export { type DueBacklog, readDueBacklog } from './grants/due-backlog.js';
export { type HeldBack, readHeldBack } from './grants/held-back.js';
export { createGrants } from './grants.js';
export { findParkedSession } from './held-responses.js';
export {
  type DataKeyRemoval,
  listRetiredDataKeys,
  type RetiredDataKey,
  removeRetiredDataKey,
  retiredKeyDays,
  retireKeyEncryptionKey,
  type StillWrapped,
} from './key-rotation/retire-keys.js';
export { beginKeyRotation, finishKeyRotation, type KeyRotation, noteKeysSwitched } from './key-rotation/rotations.js';
export { allSealedColumns, type SealedColumn, sealedColumns } from './key-rotation/sealed-columns.js';
export { readSealedPage, replaceSealed, type SealedAnew, type SealedValue } from './key-rotation/sealed-values.js';
export {
  listKeyedOrganizations,
  listWrappedByOthers,
  listWrappings,
  type OrganizationDataKey,
  replaceDataKey,
  replaceWrapping,
  type Wrapping,
} from './key-rotation/wrapped-keys.js';
export { type EventPage, type ListedEvent, listConnectionEvents } from './list-connection-events.js';
export { MigrationError, migrate } from './migrate.js';
export { newId } from './new-id.js';
export { createParkedResponses } from './parked-responses.js';
export { ensurePartitions } from './partitions.js';
export {
  findClientOf,
  listPauses,
  listServersDown,
  type Pause,
  pauseClient,
  pauseServer,
  resumeClient,
  resumeServer,
} from './pauses.js';
export { reapAlternates } from './reap-alternates.js';
export { reapBudgets } from './reap-budgets.js';
export { reapDevices } from './reap-devices.js';
export { type Reaped, reapSessions } from './reap-sessions.js';
export { reapUnconfirmed } from './reap-unconfirmed.js';
export { reapWebhooks } from './reap-webhooks.js';
export { reapRequestRates, type TakenRequests, takeRequests } from './request-rates.js';
export type { ClaimFence } from './restore/claim-fence.js';
export {
  type LostConnection,
  listLost,
  openRestoreGuard,
  type RestoreGuardState,
  readRestoreGuard,
  shutRestoreGuard,
} from './restore/guard.js';
export {
  claimSuspect,
  countSuspects,
  type HeldSuspects,
  markSuspects,
  putSuspectBack,
  readHeldSuspects,
  releaseRenewed,
} from './restore/suspects.js';
export { type Beat, beatWitness, type ShutGuard, type WitnessMark } from './restore/witness.js';
export { createDatabase, createRoles, type DatabaseRole, databaseRoles } from './roles.js';
export { createTakeoverWatch, type TakeoverWatch } from './takeover.js';
export {
  acrossTenantsSql,
  type Durability,
  enterTenant,
  inTenant,
  inTenantSql,
  type Reach,
  type TenantScope,
  type TenantTransaction,
} from './tenant-scope.js';
export {
  countTroubles,
  listTroubled,
  retryable,
  retryTroubled,
  type Trouble,
  type TroubledGrant,
  type TroubleFilter,
  troubles,
} from './troubles.js';
export { readOldestWebhook } from './webhooks/backlog.js';
export { createWebhooks } from './webhooks.js';
export {
  findWizardSession,
  type RedeemedTicket,
  redeemWizardTicket,
  type WizardPermission,
  type WizardSession,
  wizardSessionTimes,
} from './wizard-sessions.js';
