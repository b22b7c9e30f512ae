import { fileURLToPath } from 'node:url';
import t from 'tap';
import { checkableFacts } from '../conformance/facts/checkable-facts.js';
import { factsProblems, readFacts } from '../conformance/facts/read-facts.js';

const all = readFacts(fileURLToPath(new URL('../facts', import.meta.url)));

t.test('every file of facts has known members only, a page and how far it was checked', async (t) => {
  t.ok(all.length >= 130);
  for (const facts of all) {
    t.same(factsProblems(facts.key, facts), [], facts.key);
    t.match(facts.evidence.page, /^https:\/\//, facts.key);
    t.equal(facts.evidence.checked, 'not checked live', facts.key);
  }
});

t.test('addresses are https or begin with what is learnt, and placeholders are variables', async (t) => {
  const known = /^(client_id|client_secret|access_?token|refresh_token|issuer|user_id)$/i;
  for (const facts of all) {
    const names = new Set((facts.url_variables ?? []).map(({ name }) => name));
    const told = Object.values(facts.capture ?? {}).flat();
    const { authorize_url, token_url, refresh_url, revoke_url, api_base } = facts;
    for (const address of [authorize_url, token_url, refresh_url, revoke_url, api_base])
      for (const [, name = ''] of address?.matchAll(/\{([^{}]+)\}/g) ?? [])
        t.ok(names.has(name) || told.includes(name) || known.test(name), `${facts.key}: {${name}}`);
  }
});

t.test('what is wrong with facts is named', async (t) => {
  const [sound] = all;
  if (!sound) throw new Error('there are no facts');
  t.match(factsProblems(sound.key, { ...sound, pkse: 'off' }), [/^pkse is not known here/]);
  t.match(factsProblems(sound.key, { ...sound, client_auth: 'post' }), [/^client_auth must be one of body, basic/]);
  t.match(factsProblems(sound.key, { ...sound, token_url: 'http://as.example' }), [/^token_url /]);
  const { page: _, ...evidence } = sound.evidence;
  t.match(factsProblems(sound.key, { ...sound, evidence }), [/^evidence\.page is required/]);
  t.match(factsProblems('another', sound), [/the file is named another\.json/]);
  t.ok(factsProblems(sound.key, []).length > 0);
});

t.test('a request can show most of what a file says', async (t) => {
  const counts = all.map((facts) => checkableFacts(facts).length);
  t.ok(Math.min(...counts) >= 5);
  t.ok(counts.reduce((sum, count) => sum + count, 0) > 1500);
});
