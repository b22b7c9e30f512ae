import { protocolTimes } from '@latchkey/oauth';
import t from 'tap';
import { acrossTenantsSql, createGrants, openDatabase } from '../src/index.js';
import { createJsonParser } from '../src/parsed-json.js';
import { freshDatabase, steadyClock } from '../src/testing/index.js';

t.test('a claim walks the index of what is due, whatever the planner believes', async (t) => {
  const urls = await freshDatabase();
  t.teardown(() => urls.drop());
  // One connection, so that what was prepared on it can be looked at.
  const db = openDatabase({ url: urls.workerUrl, poolMax: 1, applicationName: 'test' });
  t.teardown(() => db.close());
  const grants = createGrants(db, steadyClock);
  await grants.claimDue({ holder: 'worker', limit: 64, times: protocolTimes, takeover: 'allowed' });
  await grants.claimDueRevocations({ holder: 'worker', limit: 64, times: protocolTimes });
  for (const duty of ['refresh', 'revoke']) {
    const plan = await acrossTenantsSql(
      db,
      async (client) => {
        const name = `claim_due_${duty}`;
        const { rows: types } = await client.query<{ count: number }>(
          'SELECT cardinality(parameter_types) AS count FROM pg_prepared_statements WHERE name = $1',
          [name],
        );
        const nulls = Array.from({ length: types[0]?.count ?? 0 }, () => 'NULL').join();
        const { rows } = await client.query<Record<string, string>>(`EXPLAIN EXECUTE ${name} (${nulls})`);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      },
      'claim',
    );
    // Nothing was ever due here and the statistics are of empty tables: the worst that a planner can know.
    t.match(plan, /Index Scan using grant_clock_due on grant_clock/, duty);
    t.match(plan, /Index Scan using grant_clock_pkey on grant_clock/, duty);
    t.notMatch(plan, /Sort|Seq Scan on (grant_clock|client)/, duty);
  }
});

t.test('equal JSON is parsed once, and cannot be changed by who shares it', (t) => {
  const parse = createJsonParser();
  const first = parse<{ readonly a: { b: number } }>('{"a":{"b":1}}');
  t.equal(parse('{"a":{"b":1}}'), first);
  t.not(parse('{"a": {"b":1}}'), first);
  t.throws(() => {
    first.a.b = 2;
  }, TypeError);
  t.same(parse('[]'), []);
  t.throws(() => parse('{'), SyntaxError);
  t.end();
});
