import t from 'tap';
import { addressesOf, cidrProblem, isAllowed, isWithin } from '../src/cidr.js';
import { peerAddress } from '../src/peer-address.js';

t.test('what is a network and what is not', async (t) => {
  for (const text of ['0.0.0.0/0', '203.0.113.0/24', '203.0.113.7/32', '2001:db8::/32', '::/0', '::1/128'])
    t.equal(cidrProblem(text), undefined, text);
  for (const text of [
    ...['', '/', '203.0.113.0', '203.0.113.0/33', '203.0.113.0/-1', '203.0.113.0/08', '203.0.113/24', '0x7f.1/8'],
    ...[
      '2001:db8::/129',
      '2001:db8::',
      ':::/0',
      'fe80::1%eth0/64',
      '::ffff:10.0.0.0/104',
      ' 10.0.0.0/8',
      '10.0.0.0/8 ',
    ],
  ])
    t.type(cidrProblem(text), 'string', text);
});

t.test('an address lies in a network of its own family', async (t) => {
  const addresses = addressesOf(['203.0.113.0/24', '2001:db8::/32']);
  for (const inside of ['203.0.113.0', '203.0.113.255', '2001:db8:ffff::1']) t.ok(isAllowed(addresses, inside), inside);
  for (const outside of ['203.0.114.0', '2001:db9::', '::203.0.113.1', undefined])
    t.notOk(isAllowed(addresses, outside), String(outside));
  t.notOk(isAllowed(addressesOf(['0.0.0.0/0']), '2001:db8::1'));
  t.equal(peerAddress({ ip: '::ffff:203.0.113.9' }), '203.0.113.9', 'as a socket for both families shows it');
});

t.test('a network lies in another', async (t) => {
  t.ok(isWithin('203.0.113.128/25', ['10.0.0.0/8', '203.0.113.0/24']));
  t.ok(isWithin('2001:db8:1::/48', ['2001:db8::/32']));
  t.notOk(isWithin('203.0.112.0/23', ['203.0.113.0/24']), 'the wider one');
  t.notOk(isWithin('203.0.113.0/24', ['203.0.113.0/25', '203.0.113.128/25']), 'not in one of them alone');
  t.notOk(isWithin('::/0', ['0.0.0.0/0']));
});
