import { requireEnvironment } from '@latchkey/process';
import t from 'tap';
import { joinRegions } from '../src/index.js';
import { peerRegions, regionText } from '../src/regions.js';

const us = { region: 'us', residency: 'us', callbackUrl: 'https://oauth2.us.example.com', forward: 'never' } as const;
const own = { LATCHKEY_REGION: 'eu', LATCHKEY_RESIDENCY: undefined, LATCHKEY_LOOPBACK: 'never' } as const;

const parse = (text: string) => requireEnvironment({ PEERS: peerRegions('the peers') }, { PEERS: text }).PEERS;

t.test('peers are read from JSON, and forward nothing unless told to', async (t) => {
  const { residency: _r, forward: _f, ...least } = us;
  t.same(parse(JSON.stringify([{ ...least, callbackUrl: `${us.callbackUrl}/` }])), [us]);
  t.same(joinRegions({ ...own, LATCHKEY_PEERS: [us] }), { region: 'eu', residency: 'eu', peers: [us] });
});

t.test('what is malformed is refused, with the item and what is wrong', async (t) => {
  const refused: readonly (readonly [change: object, why: RegExp])[] = [
    [{ region: 'US' }, /an item \(0\) that names no region/],
    [{ residency: 'the west' }, /names no residency group/],
    [{ callbackUrl: 'https://oauth2.us.example.com/base' }, /scheme and host alone/],
    [{ callbackUrl: 'https://x@oauth2.us.example.com' }, /scheme and host alone/],
    [{ callbackUrl: 'https:oauth2.us.example.com' }, /scheme and host alone/],
    [{ callbackUrl: 'ftp://oauth2.us.example.com' }, /scheme and host alone/],
    [{ forward: true }, /neither "never" nor "get"/],
    [{ forwards: 'get' }, /a member besides/],
  ];
  for (const [change, why] of refused) t.throws(() => parse(JSON.stringify([{ ...us, ...change }])), why);
  t.throws(() => parse('{}'), /must be a list/);
  t.throws(() => parse('eu'), /must be JSON/);
  t.throws(() => parse('[null]'), /is no object/);
  t.throws(() => requireEnvironment({ REGION: regionText('the region') }, { REGION: 'eu.west' }), /REGION must be/);
});

t.test('forwarding never leaves the residency group, and no peer contradicts another', async (t) => {
  const join = (...peers: Parameters<typeof joinRegions>[0]['LATCHKEY_PEERS']) =>
    joinRegions({ ...own, LATCHKEY_PEERS: peers });
  t.throws(() => join({ ...us, forward: 'get' }), /forwards to us of the residency group us, which is not eu/);
  t.same(join({ ...us, residency: 'eu', forward: 'get' }).peers[0]?.forward, 'get');
  t.throws(() => join({ ...us, region: 'eu' }), /list the other regions only/);
  t.throws(() => join(us, us), /lists us twice/);
  t.throws(() => join({ ...us, callbackUrl: 'http://oauth2.us.example.com' }), /is not https/);
});
