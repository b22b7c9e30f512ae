import { validateHeaderValue } from 'node:http';
import { parse } from 'node:url';
import fc from 'fast-check';
import t from 'tap';
import { decideRedirect } from '../../src/redirect/redirect-decision.js';
import { isSameReturnUrl, returnUrlProblem } from '../../src/redirect/return-to.js';
import { anyReturnUrl, evilHosts, registeredUrl, twistedUrl } from './twisted-urls.js';

const numRuns = 10_000;
const ends = [
  { kind: 'succeeded' },
  { kind: 'failed', error: 'access_denied' },
  { kind: 'awaiting_completion', authorizationSessionId: 'aus_1', completionCode: 'a code' },
] as const;
const fail = (...facts: readonly unknown[]) => {
  throw new Error(facts.map((fact) => JSON.stringify(fact)).join(' '));
};

/** What a browser makes of it. */
function parts(text: string) {
  const { protocol, hostname, port, pathname, username, password, hash } = new URL(text);
  return { protocol, hostname, port, pathname, username, password, hash };
}

/** How programs that split texts by hand find the host: after the slashes, up to the next one, behind the last `@`. */
function naiveHost(text: string): string | undefined {
  return text.split('/')[2]?.split(/[?#]/)[0]?.split('@').at(-1)?.split(':')[0]?.toLowerCase();
}

t.test('at save: what is accepted means the same to every reader', async (t) => {
  let accepted = 0;
  fc.assert(
    fc.property(anyReturnUrl, (text) => {
      if (returnUrlProblem(text, 'refused') !== undefined) return;
      accepted += 1;
      const browser = parts(text);
      if (browser.protocol !== 'https:' || `${browser.username}${browser.password}${browser.hash}` !== '')
        fail(text, browser);
      // A parser of another family: Node's own from before WHATWG's.
      const other = parse(text);
      const otherPort = other.port === '443' ? '' : (other.port ?? '');
      if (other.protocol !== 'https:' || other.auth || other.hash) fail(text, other);
      if (other.hostname?.toLowerCase() !== browser.hostname.replace(/^\[|\]$/g, '') || otherPort !== browser.port)
        fail(text, other.host);
      if (!browser.hostname.startsWith('[') && naiveHost(text) !== browser.hostname) fail(text, naiveHost(text));
    }),
    { numRuns },
  );
  t.ok(accepted > 300, `${accepted} were accepted`);
});

t.test('at start: a given URL is a registered one only when no part differs', async (t) => {
  let same = 0;
  let twisted = 0;
  fc.assert(
    fc.property(
      registeredUrl.chain((registered) => fc.tuple(fc.constant(registered), twistedUrl(registered))),
      ([registered, given]) => {
        if (returnUrlProblem(registered, 'allowed') !== undefined) fail('cannot be registered', registered);
        if (given !== registered) twisted += 1;
        if (!isSameReturnUrl(registered, given)) return;
        same += 1;
        if (JSON.stringify(parts(registered)) !== JSON.stringify(parts(given))) fail(registered, given);
        if (new URL(registered).search !== new URL(given).search) fail(registered, given);
        if (evilHosts.some((host) => parts(given).hostname.endsWith(host))) fail(registered, given);
      },
    ),
    { numRuns },
  );
  t.ok(same > 100 && twisted > numRuns / 2, `${twisted} twisted, ${same} the same all the same`);
});

t.test('at the callback: the Location is the registered URL with parameters', async () => {
  const words = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('a\r\nLocation: https://evil.example', '&id=x#'),
  );
  fc.assert(
    fc.property(anyReturnUrl, words, fc.constantFrom(...ends), (target, name, end) => {
      const decision = decideRedirect(
        {
          ...{ connectionId: 'conn_1', integration: { id: 'int_1', name }, requiredConfigVariableKey: name },
          ...{ successRedirectUri: target, failureRedirectUri: target, completionRedirectUri: target },
        },
        end,
      );
      if (decision.kind === 'page') {
        if (returnUrlProblem(target, 'allowed') === undefined) fail('no redirect', target);
        return;
      }
      validateHeaderValue('location', decision.url);
      if (!/^[!-~]+$/.test(decision.url)) fail(target, decision.url);
      if (JSON.stringify(parts(decision.url)) !== JSON.stringify(parts(target))) fail(target, decision.url);
      const ours = new Set(['id', 'integrationId', 'integrationName', 'requiredConfigVariableKey', 'error']);
      for (const own of ['errorDescription', 'authorizationSessionId', 'completionCode']) ours.add(own);
      const others = (url: string) => [...new URL(url).searchParams].filter(([key]) => !ours.has(key));
      if (JSON.stringify(others(decision.url)) !== JSON.stringify(others(target))) fail(target, decision.url);
      if (new URL(decision.url).searchParams.getAll('id').join() !== 'conn_1') fail(target, decision.url);
    }),
    { numRuns },
  );
});
