import t from 'tap';
import {
  type ConnectionHealth,
  type ConnectionStatus,
  connectionColor,
  needsReauthorization,
  type Reason,
  reasons,
  worstHealth,
} from '../../src/connection/status.js';

t.test('status and use health give the colour', async (t) => {
  const table: Record<ConnectionStatus, Record<ConnectionHealth, string>> = {
    pending: { unused: 'gray', succeeded: 'gray', failed: 'gray' },
    active: { unused: 'yellow', succeeded: 'green', failed: 'red' },
    error: { unused: 'red', succeeded: 'red', failed: 'red' },
    disconnecting: { unused: 'gray', succeeded: 'gray', failed: 'gray' },
  };
  for (const [status, row] of Object.entries(table))
    for (const [health, color] of Object.entries(row))
      t.equal(connectionColor(status as ConnectionStatus, health as ConnectionHealth), color, `${status}, ${health}`);
});

t.test('the worst link is shown', async (t) => {
  t.equal(worstHealth([]), 'unused');
  t.equal(worstHealth(['unused', 'succeeded']), 'succeeded');
  t.equal(worstHealth(['succeeded', 'failed', 'unused']), 'failed');
});

t.test('which reasons need a person', async (t) => {
  const people = Object.keys(reasons).filter((reason) => needsReauthorization(reason as Reason));
  t.strictSame(people, ['grant_rejected', 'rotation_response_lost', 'authorization_expired', 'no_refresh_token']);
  for (const [reason, sentence] of Object.entries(reasons))
    t.equal(/customer must reconnect/.test(sentence), people.includes(reason), `the sentence of ${reason} agrees`);
});
