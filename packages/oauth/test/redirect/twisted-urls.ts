import fc from 'fast-check';

/** Where an attacker would like people to be sent. */
export const evilHosts = ['evil.example', 'xn--vil-6oa.example', '169.254.169.254', '127.0.0.1'];

const hosts = [
  'app.example',
  'app.example:8443',
  'a-b.app.example',
  'xn--bcher-kva.example',
  '203.0.113.7',
  '[2001:db8::1]',
];
const segments = ['back', 'a.b', '~x', "it's", '%2F', '%5C', 'a%2eb', '@evil.example', ';x=1', '', 'a:b', '*', '(1)'];
const queries = ['', '?', '?a=1', '?a=1&a=2', '?next=//evil.example', '?flag', '?id=x&error=y', '?q=%0d%0a', '?a=b?c'];

const path = fc
  .array(fc.constantFrom(...segments), { maxLength: 3 })
  .map((parts) => (parts.length === 0 ? '' : `/${parts.join('/')}`));

/** A URL that can be registered. */
export const registeredUrl = fc
  .tuple(fc.constantFrom(...hosts), path, fc.constantFrom(...queries))
  .map((parts) => `https://${parts.join('')}`);

/** Texts that parsers drop, turn or fold, and separators where none belong. */
const oddities = [
  ...['\\', '/', '//', '@', ':', '?', '#', '%', '&', ';', '.', '..', '/../', '/./', '%2e%2e/', '%00', '%2f', '%5c'],
  ...['%40', '%23', '%3a', '\t', '\n', '\r', '\r\n', ' ', '\u0000', '\u00a0', '\u00ad', '\u200b', '\u2028', '\ufeff'],
  ...['\uff0e', '\u3002', '\uff61', '\uff0f', '\uff1a', '\uff20', '\uff03', '\u2215', '\u2044', '\ud800', '\u202e'],
  ...['evil.example', '.evil.example', '@evil.example', 'user:pw@', 'user@', ':443', ':80', ':0443', ':65536', ':'],
  ...['https:', 'http:', 'HTTPS://', 'javascript:', 'data:', 'https:///', 'https:\\\\', '\u00e9vil.example'],
  ...['0x7f.1', '2130706433', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', 'localhost', '\uff41', '%61', 'A', '/', 'x'],
];
const odd = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...oddities) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }) },
);

type Twist = readonly [at: number, cut: number, insert: string];
const twist: fc.Arbitrary<Twist> = fc.tuple(fc.nat({ max: 60 }), fc.constantFrom(0, 0, 0, 1, 2, 8), odd);

/** The same URL after up to three changes anywhere in it; often none, or one that changes nothing. */
export function twistedUrl(url: string): fc.Arbitrary<string> {
  const harmless = fc.constantFrom(url, url.replace('https:', 'HTTPS:'), url.replace('app.', 'APP.'));
  const twisted = fc.array(twist, { minLength: 1, maxLength: 3 }).map((twists) =>
    twists.reduce((text, [at, cut, insert]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + cut);
    }, url),
  );
  return fc.oneof({ weight: 1, arbitrary: harmless }, { weight: 6, arbitrary: twisted });
}

/** Good URLs, twisted ones, and texts of nothing but oddities. */
export const anyReturnUrl = fc.oneof(
  { weight: 2, arbitrary: registeredUrl },
  { weight: 5, arbitrary: registeredUrl.chain(twistedUrl) },
  { weight: 1, arbitrary: fc.array(odd, { maxLength: 6 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.webUrl({ withQueryParameters: true, withFragments: true }) },
);
