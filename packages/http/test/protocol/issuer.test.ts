import t from 'tap';
import { addConnection, clientMetadata, connect, definitionOf, placeBefore } from './demanding.js';

const clientSecret = 'a secret';

t.test(
  'a response of another issuer than the flow was made for (RFC 9207) is forged: its code goes nowhere',
  async (t) => {
    const place = await placeBefore(t, () => ({ clients: [{ ...clientMetadata, client_secret: clientSecret }] }));
    const { provider } = place;
    const good = await addConnection(place, definitionOf(provider), clientSecret);
    const { completed, back } = await connect(place, good);
    t.match(completed, { kind: 'succeeded' });
    t.equal(back.searchParams.get('iss'), provider.issuer);
    const redeemed = provider.requests.filter(({ path }) => path === '/token').length;
    t.equal(redeemed, 1);
    for (const issuer of ['https://honest.example', `${provider.issuer}/`]) {
      const mixed = await addConnection(place, definitionOf(provider, { issuer }), clientSecret);
      t.match((await connect(place, mixed)).completed, { kind: 'forged', why: /^iss_/ });
    }
    t.equal(provider.requests.filter(({ path }) => path === '/token').length, redeemed);
  },
);
