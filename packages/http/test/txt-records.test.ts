import t from 'tap';
import { createTxtLookup } from '../src/index.js';
import { startNameServer } from './name-server.js';

t.test('TXT records: there, gone, or nobody to ask', async (t) => {
  const server = await startNameServer();
  t.teardown(() => server.close());
  const txt = createTxtLookup([`127.0.0.1:${server.port}`]);
  const long = 'x'.repeat(300);
  server.answers('many.example', 'TXT', ['v=spf1 -all', long]);
  server.answers('broken.example', 'TXT', 'SERVFAIL');
  server.answers('refusing.example', 'TXT', 'REFUSED');
  server.answers('only-a.example', 'A', ['192.0.2.1']);
  t.same(await txt('many.example'), { kind: 'records', texts: ['v=spf1 -all', long] }, 'strings are joined');
  t.same(await txt('nowhere.example'), { kind: 'absent' });
  t.same(await txt('only-a.example'), { kind: 'absent' });
  t.match(await txt('broken.example'), { kind: 'unavailable', cause: 'ESERVFAIL' });
  t.match(await txt('refusing.example'), { kind: 'unavailable' });
  t.match(await createTxtLookup(['127.0.0.1:9'])('many.example'), { kind: 'unavailable' });
});
