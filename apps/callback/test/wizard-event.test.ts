import { messagesFor } from '@latchkey/sdk/messages';
import t from 'tap';
import { problems, wizardEvent } from '../src/wizard-event.js';

t.test('an end that is near is a problem, with its date and without technical details', async (t) => {
  const expiresAt = '2031-05-02T12:01:00.000Z';
  const event = { id: 'e-1', at: new Date('2031-04-01T00:00:00Z'), kind: 'expiring', details: { expiresAt } } as const;
  t.strictSame(wizardEvent(event, messagesFor('en')), {
    ...{ id: 'e-1', at: '2031-04-01T00:00:00.000Z', kind: 'expiring', severity: 'problem', expiresAt },
  });
  t.ok(problems.has('expiring'), 'the log’s filter keeps it');
});
