import type { RefreshResult, RevokeResult } from '@latchkey/oauth';
import type { Logger } from 'pino';

type Threw = { readonly kind: 'threw'; readonly error: unknown };

/** One log line for each result that a person on call may look for; successes are quiet. */
export interface WorkLog {
  refreshed(grantId: string, result: RefreshResult | Threw): void;
  revoked(grantId: string, result: RevokeResult | Threw): void;
}

export function createWorkLog(logger: Logger): WorkLog {
  return {
    refreshed(grantId, result) {
      if (result.kind === 'threw') logger.error({ grantId, err: result.error }, 'refresh failed on our side');
      else if (result.kind === 'failed') {
        const { class: failureClass, error, status, cause } = result.failure;
        logger.warn({ grantId, failureClass, error, status, cause, reason: result.reason }, 'refresh refused');
      } else logger.debug({ grantId, result: result.kind }, 'refresh');
    },
    revoked(grantId, result) {
      if (result.kind === 'threw') logger.error({ grantId, err: result.error }, 'revocation failed on our side');
      else if (result.kind === 'retry') logger.warn({ grantId, cause: result.cause }, 'revocation will be retried');
      else logger.info({ grantId, outcome: result.outcome }, 'grant ended');
    },
  };
}
