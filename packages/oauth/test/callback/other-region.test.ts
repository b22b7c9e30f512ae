import t from 'tap';
import { answerForOtherRegion, type ConnectionConfigId, type PeerRegion } from '../../src/index.js';

const connectionConfigId = '0192f0c1-a2b3-7c4d-8e5f-60718293a4b5' as ConnectionConfigId;
const path = '/callback/cfg_0192f0c1a2b37c4d8e5f60718293a4b5/production';
const us: PeerRegion = { region: 'us', residency: 'west', callbackUrl: 'https://us.example', forward: 'get' };

const answer = (peers: readonly PeerRegion[], arrived: 'get' | 'post' | 'forwarded' = 'get', region = 'us') =>
  answerForOtherRegion(
    { region: 'eu', residency: 'west', peers },
    { region, connectionConfigId, environment: 'production', query: 'state=us.x&code=a%2Fb?c', arrived },
  );

t.test('a response of another region', async (t) => {
  const known = { kind: 'known', region: 'us', callbackUrl: `https://us.example${path}` };
  t.same(
    answer([us]),
    { kind: 'forward', url: `https://us.example${path}/forwarded?state=us.x&code=a%2Fb?c` },
    'goes on to an allow-listed peer as it came',
  );
  const toServer = answerForOtherRegion(
    { region: 'eu', residency: 'west', peers: [us] },
    {
      ...{ region: 'us', connectionConfigId, environment: 'production', serverSegment: 'x'.repeat(22) },
      ...{ query: 'state=us.x', arrived: 'get' },
    },
  );
  const url = `https://us.example${path}/${'x'.repeat(22)}/forwarded?state=us.x`;
  t.same(toServer, { kind: 'forward', url }, 'with the server that its redirect URI names');
  t.same(answer([{ ...us, forward: 'never' }]), known, 'not unless it is allow-listed');
  t.same(answer([us], 'post'), known, 'not when it came by POST');
  t.same(answer([us], 'forwarded'), known, 'not twice');
  t.same(answer([{ ...us, residency: 'east' }]), known, 'not to another residency group');
  t.same(answer([]), { kind: 'unknown' });
  t.same(answer([{ ...us, region: 'eu' }], 'get', 'eu'), { kind: 'unknown' }, 'and never to itself');
});
