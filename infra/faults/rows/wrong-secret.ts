import { setTimeout as wait } from 'node:timers/promises';
import { protocolTimes } from '@latchkey/oauth';
import { until } from '../../e2e/until.js';
import { mostAttempts } from '../backoff-bound.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, standingOf } from '../judge.js';
import { openWorld, tickMsOf } from '../world.js';

const sizes = {
  full: { connections: 100_000, ended: 2000, minutes: 10 },
  short: { connections: 2000, ended: 100, minutes: 2 },
};
const slots = 64;
/** A look at 100,000 rows is not to be what keeps the machine busy. */
const pollMs = 500;

/** The provider knows another secret for the client; after a while it takes the old one again. */
export const fault: Fault = {
  name: 'wrong-secret',
  fault: 'one client’s secret is wrong under 100,000 grants',
  mustHold: 'requests bounded by probes; all recover; one event each way',
  timesDivisor: 20,
  mostly: 'waits',
  async run(given) {
    const { connections: count, ended, minutes } = sizes[given.size];
    const world = await openWorld(given);
    const { server, rows, arranged } = world;
    const { clientId, clientSecret } = arranged;
    const authMethod = 'client_secret_basic';
    const connections = await connectMany(world, count, { expiresInSeconds: 3600, dueInSeconds: 0 });
    // Some have to be refreshed before anybody can use them again.
    const urgent = connections.slice(0, ended).map(({ grantId }) => grantId);
    await rows.query(
      `UPDATE grant_clock SET expires_at = statement_timestamp() - interval '1 minute' WHERE grant_id = ANY ($1::uuid[])`,
      [urgent],
    );
    server.registerClient({ clientId, clientSecret: `${clientSecret} is of yesterday`, authMethod });
    const processes = await world.start(['worker', 'worker'], { slots });
    // What nobody asked for is not kept; nothing listens at this address.
    await rows.query(
      `INSERT INTO webhook_endpoint (organization_id, id, url, description, event_types)
       SELECT id, gen_random_uuid(), 'https://vendor.example/webhooks', '', '{}' FROM organization`,
    );
    const told = (type: string) =>
      rows.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM (SELECT type FROM webhook_outbox UNION ALL
           SELECT type FROM webhook_delivery) AS told WHERE type = '${type}'`,
      );
    const countOf = async (where: string) => {
      const [found] = await rows.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${where}`);
      return found?.count ?? Number.NaN;
    };
    const isNone = async (where: string) => (await rows.query(`SELECT FROM ${where} LIMIT 1`)).length === 0;
    const isQuiet = () => isNone('grant_clock WHERE due_at <= statement_timestamp()');
    await until('all to be set aside', isQuiet, 180, pollMs);
    const setAside = server.ledger.tokenRequests().length;
    const outageMs = (minutes * 60_000) / given.timesDivisor;
    await wait(outageMs);
    const refused = server.ledger.tokenRequests().length;
    // A request that timed out on a busy machine says nothing of the client: its grant waits by itself.
    const notDue = await countOf('grant_clock WHERE due_at > statement_timestamp()');
    const inError = await countOf("connection WHERE status = 'error' AND reason = 'client_misconfigured'");

    server.registerClient({ clientId, clientSecret, authMethod });
    const mended = Date.now();
    const isActive = async () =>
      (await isNone("connection WHERE status <> 'active'")) && (await isNone('grant_clock WHERE due_at IS NULL'));
    await until('every connection to be active again', isActive, 180, pollMs);
    const activeMs = Date.now() - mended;
    const isRefreshed = async () => {
      const [left] = await rows.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM grant_clock WHERE generation = 1 AND grant_id = ANY ($1::uuid[])',
        [urgent],
      );
      return left?.count === 0;
    };
    await until(
      'those that had ended to be refreshed',
      isRefreshed,
      90 + protocolTimes.rearmSpread / given.timesDivisor / 1000,
    );
    const urgentMs = Date.now() - mended;
    // What is under way comes to its end first: the time that a worker has to depart is divided as well.
    await rows.query(
      `UPDATE grant_clock SET due_at = due_at + interval '1 hour' WHERE grant_id IN (
         SELECT grant_id FROM grant_clock WHERE attempt_id IS NULL FOR UPDATE SKIP LOCKED)`,
    );
    await until('what is under way to end', () => isNone('grant_clock WHERE attempt_id IS NOT NULL'), 60, pollMs);
    for (const worker of processes.all) worker.signal('SIGTERM');
    await Promise.all(processes.all.map(({ ended }) => ended));

    const standing = await standingOf(world, connections);
    const [misconfigured, recovered] = [await told('client.misconfigured'), await told('client.recovered')];
    const connectionEvents = await rows.query(
      "SELECT kind FROM connection_event WHERE kind IN ('refresh_failed', 'reauthorization_required', 'recovered') LIMIT 5",
    );
    const rotations = server.ledger.tokenRequests().filter(({ outcome }) => outcome === 'issued');
    const busiest = busiestSecond(rotations.map(({ at }) => at));
    // Each worker fills its slots before the first answer; then there is one probe at a time, by the backoff.
    const probes = mostAttempts(minutes * 60_000 + 60_000);
    const most = 2 * slots + probes + Math.ceil(tickMsOf(given) / 1000);
    return {
      done: `the secret of ${count} grants was wrong for ${outageMs / 1000} s: ${setAside} requests until all were set aside, then ${refused - setAside} probes; all active ${(activeMs / 1000).toFixed(1)} s after it was right, the ${ended} whose tokens had ended refreshed after ${(urgentMs / 1000).toFixed(1)} s`,
      ledger: `${ledgerOf(server)}, at most ${busiest} rotations in one second`,
      ...counts(standing),
      checks: [
        { what: 'all recover', wrong: [...standing.lost, ...standing.explained] },
        { what: `at most ${most} requests while the secret was wrong`, wrong: refused > most ? [refused] : [] },
        { what: 'every connection showed why', wrong: inError + notDue >= count ? [] : [inError, notDue] },
        { what: 'the vendor was told once', wrong: misconfigured[0]?.count === 1 ? [] : misconfigured },
        { what: 'and once that it is over', wrong: recovered[0]?.count === 1 ? [] : recovered },
        { what: 'no connection told anything of its own', wrong: connectionEvents },
      ],
    };
  },
};

/** The most of these moments (milliseconds) that lie within one second. */
function busiestSecond(moments: readonly number[]): number {
  const seconds = new Map<number, number>();
  for (const at of moments) seconds.set(Math.floor(at / 1000), (seconds.get(Math.floor(at / 1000)) ?? 0) + 1);
  return Math.max(0, ...seconds.values());
}
