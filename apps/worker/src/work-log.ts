import type { CheckedDomain } from '@latchkey/compose';
import {
  type DeliveryReport,
  failureDetails,
  type PollResult,
  type RefreshResult,
  type RevokeResult,
} from '@latchkey/oauth';
import type { Logger } from 'pino';
import type { WorkerMetrics } from './worker-metrics.js';

type Threw = { readonly kind: 'threw'; readonly error: unknown };

/** Counts each result, and writes one log line for each that a person on call may look for; successes are quiet. */
export interface WorkLog {
  refreshed(grantId: string, result: RefreshResult | Threw, lateSeconds: number): void;
  revoked(grantId: string, result: RevokeResult | Threw): void;
  polled(deviceAuthorizationId: string, result: PollResult | Threw): void;
  domainChecked(host: string, checked: CheckedDomain): void;
  delivered(report: DeliveryReport): void;
}

export function createWorkLog(logger: Logger, metrics: WorkerMetrics): WorkLog {
  return {
    refreshed(grantId, result, lateSeconds) {
      metrics.refreshed(result, lateSeconds);
      if (result.kind === 'threw') logger.error({ grantId, err: result.error }, 'refresh failed on our side');
      else if (result.kind === 'failed') {
        const { failure, reason } = result;
        // What the provider said may hold a token, so it is written as for the connection log.
        logger.warn({ grantId, failureClass: failure.class, ...failureDetails(failure), reason }, 'refresh refused');
      } else logger.debug({ grantId, result: result.kind }, 'refresh');
    },
    revoked(grantId, result) {
      metrics.revoked(result);
      if (result.kind === 'threw') logger.error({ grantId, err: result.error }, 'revocation failed on our side');
      else if (result.kind === 'retry') logger.warn({ grantId, cause: result.cause }, 'revocation will be retried');
      else logger.info({ grantId, outcome: result.outcome }, 'grant ended');
    },
    polled(deviceAuthorizationId, result) {
      const failure = 'failure' in result && result.failure ? failureDetails(result.failure) : {};
      if (result.kind === 'threw')
        logger.error({ deviceAuthorizationId, err: result.error }, 'poll failed on our side');
      else if (result.kind === 'failed')
        logger.info({ deviceAuthorizationId, outcome: result.error, ...failure }, 'device authorization ended');
      else logger.debug({ deviceAuthorizationId, result: result.kind, ...failure }, 'poll');
    },
    domainChecked(host, { before, after, seen }) {
      if (before === after) logger.debug({ host, seen }, 'domain looked up');
      else if (after === 'lapsed') logger.warn({ host, seen }, 'domain lapsed: nothing is served there any more');
      else logger.info({ host }, 'domain verified');
    },
    delivered(report) {
      metrics.delivered(report.result);
      const { organizationId, endpointId, result } = report;
      if (report.result === 'threw')
        return logger.error({ organizationId, endpointId, err: report.error }, 'webhook failed on our side');
      const { elapsedMs, status, failed } = report.tried;
      const line = { organizationId, endpointId, deliveryId: report.deliveryId, result, elapsedMs, status };
      if (result === 'disabled') logger.warn({ ...line, cause: failed?.error }, 'webhook endpoint disabled');
      else if (failed) logger.info({ ...line, cause: failed.error }, 'webhook not delivered');
      else logger.debug(line, 'webhook');
    },
  };
}
