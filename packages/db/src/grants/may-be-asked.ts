/**
 * Conditions on a clock: nothing keeps claims of this duty away from its client and server. Each list is made once for a
 * statement and is nearly always empty. Revocations are tried for a misconfigured client and at a server that is down too.
 */
export const mayBeAsked = (duty: 'refresh' | 'revoke') => `
     AND client_row_id <> ALL (ARRAY(SELECT id FROM client WHERE (state <> 'ok' OR paused_at IS NOT NULL)
       AND (paused_at IS NOT NULL${duty === 'refresh' ? " OR state = 'misconfigured'" : ''})))
     AND token_server <> ALL (ARRAY(SELECT key FROM token_server
       WHERE paused_at IS NOT NULL${duty === 'refresh' ? " OR state = 'down'" : ''}))
     AND (client_row_id, token_server) NOT IN (SELECT client_row_id, token_server FROM request_budget
       WHERE next_at > statement_timestamp())`;
