import { inTenant } from '@latchkey/db';
import { listAuditEvents } from '@latchkey/db/management';
import type { Definition } from '@latchkey/oauth';
import t from 'tap';
import { openWizardDoor } from './door.js';

const definition: Definition = {
  name: 'Books',
  authorize: { url: 'https://books.example.com/authorize' },
  token: { url: 'https://books.example.com/token' },
  client: { owner: 'connection' },
  scopes: [
    { scope: 'read', label: 'Read', need: 'required' },
    { scope: 'write', label: 'Write', need: 'optional' },
  ],
  inputs: [{ name: 'company', label: 'Company', type: 'text', visibility: 'customer' }],
};
const canary = 'canary-audited-secret-5d20';

t.test('what a person does in the wizard is in the audit record', async (t) => {
  const door = await openWizardDoor(t, { definition, scopes: ['read', 'write'] });
  const recorded = () =>
    inTenant(door.db, door.organizationId, async (tx) => {
      const { rows } = await listAuditEvents(tx, door.organizationId, {}, { limit: 100 });
      return [...rows].reverse();
    });
  t.match(await recorded(), [
    { action: 'wizard_session.opened', actorKind: 'wizard_session', details: { origin: 'http://127.0.0.3:4400' } },
  ]);
  const form = { 'input.client.id': 'app-1', 'input.client.secret': canary, 'input.company': 'Globex' };
  t.equal((await door.connect({ ...form, scopes: 'chosen', scope: ['read'] })).status, 200);
  t.equal((await door.connect({ 'input.client.id': 'app-1', 'input.company': 'Globex' })).status, 200);
  t.equal((await door.visit(`/connections/${door.connectionId}/events`)).status, 200);
  const events = await recorded();
  t.match(
    events.slice(1).map(({ action, details }) => [action, details]),
    [
      ['connection.updated', { inputs: 'client id, client secret' }],
      ['connection.updated', { inputs: ['company'] }],
      ['connection.updated', { scopesOverride: ['read'] }],
      ['connection.log_read', {}],
    ],
    'each change once; a form that is sent again changes nothing',
  );
  const [{ actorId } = { actorId: '' }] = events;
  t.ok(events.every((event) => event.actorKind === 'wizard_session' && event.actorId === actorId));
  t.notMatch(JSON.stringify(events), canary);
});
