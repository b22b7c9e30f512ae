import t from 'tap';
import {
  authorizationErrors,
  connectionEventKinds,
  type RevocationOutcome,
} from '../../packages/oauth/src/connection/connection-event.js';
import { reasons } from '../../packages/oauth/src/connection/status.js';
import {
  AUTHORIZATION_ERRORS,
  EVENT_KINDS,
  PROBLEM_REASONS,
  REVOCATION_OUTCOMES,
} from '../../packages/sdk/src/messages/codes.js';

// The screens' packages import nothing of the engine: they have its closed lists a second time.

const sorted = (list: readonly string[]) => [...list].sort();

t.test('what the screens have words for is what the engine says', async (t) => {
  t.same(EVENT_KINDS, connectionEventKinds);
  t.same(sorted(PROBLEM_REASONS), sorted([...Object.keys(reasons), 'connection_error']), 'and what executions report');
  const errors = [...Object.keys(authorizationErrors), 'session_mismatch'];
  t.same(sorted(AUTHORIZATION_ERRORS), sorted(errors), 'and what only a page says, that may redirect to nobody');
  const outcomes: Record<RevocationOutcome, true> = {
    revoked: true,
    not_supported: true,
    unconfirmed: true,
    superseded: true,
  };
  t.same(sorted(REVOCATION_OUTCOMES), sorted(Object.keys(outcomes)));
});
