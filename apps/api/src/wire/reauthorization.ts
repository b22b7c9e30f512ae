import { type Reason, reasons } from '@latchkey/oauth';
import { Problem } from '../errors.js';

/** The grant is dead or cannot be renewed: only a person at the provider can help. */
export function reauthorizationRequired(reason: Reason): Problem {
  return new Problem('reauthorization_required', { detail: reasons[reason], members: { reason } });
}
