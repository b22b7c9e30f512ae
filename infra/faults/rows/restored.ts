import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commands } from '@latchkey/latchkey';
import { ownPostgres } from '../../e2e/own-postgres.js';
import { until } from '../../e2e/until.js';
import { connectMany } from '../connect-many.js';
import type { Fault } from '../fault.js';
import { counts, ledgerOf, refreshesByFamily, standingOf } from '../judge.js';
import { openWorld } from '../world.js';

const sizes = { full: { spent: 200, innocent: 100 }, short: { spent: 8, innocent: 4 } };

/** Postgres is put back to a copy of its folder that is older than the refresh tokens of some connections. */
export const fault: Fault = {
  name: 'restored',
  fault: 'restored from a backup that is older than refresh tokens',
  mustHold: 'a restore guard stops claims; recover refreshes suspects one by one, and says what was lost',
  timesDivisor: 10,
  mostly: 'waits',
  async run(given) {
    const size = sizes[given.size];
    const { scope } = given;
    const postgres = await ownPostgres(scope);
    const world = await openWorld(given, { database: postgres.urls });
    const { server, rows } = world;
    const spoolFolder = mkdtempSync(path.join(tmpdir(), 'latchkey-restored-'));
    scope.teardown(() => rmSync(spoolFolder, { recursive: true, force: true }));
    const processes = await world.start(['worker'], { spoolFolder });
    await until('a beat', async () => (await rows.query('SELECT FROM restore_witness')).length > 0);
    await processes.first('worker').kill();
    const spent = await connectMany(world, size.spent, { expiresInSeconds: -1, dueInSeconds: 0 });
    const innocent = await connectMany(world, size.innocent, { expiresInSeconds: 7200, dueInSeconds: 7000 });
    await postgres.backUp();

    const worker = await processes.start('worker');
    await until(
      'the refreshes that will be forgotten',
      async () => {
        const grants = await rows.grants();
        return spent.every(({ connectionId }) => grants.get(connectionId)?.generation === 2);
      },
      120,
    );
    await postgres.restore(async () => undefined);
    const guard = async () => (await (await fetch(`${worker.privateUrl}/readyz`)).json()).warnings?.restore;
    await until('the restore to be noticed', guard, 60);
    const claimedBlindly = [...refreshesByFamily(server).values()].filter((requests) => requests.length > 1);

    const report =
      (await commands
        .get('recover')
        ?.run(['--per-second', '200', '--go-on', 'Scripted'], processes.environment('worker'), () => undefined)) ?? [];
    const named = report.filter((line) => line.includes('rotation_response_lost'));
    await worker.kill();
    const requests = refreshesByFamily(server);
    const asked = ({ family }: { readonly family: string }) => requests.get(family)?.length ?? 0;
    return {
      done: `${spent.length} of ${spent.length + innocent.length} connections were refreshed, then the database was put back to before that; recover named ${named.length} lost`,
      ledger: ledgerOf(server),
      ...counts(await standingOf(world, [...spent, ...innocent])),
      checks: [
        { what: 'nothing is claimed before recover', wrong: claimedBlindly },
        { what: 'who was not refreshed is left in peace', wrong: innocent.filter((one) => asked(one) > 0) },
        { what: 'each spent token is shown once more', wrong: spent.filter((one) => asked(one) !== 2) },
        { what: 'each that is lost is named', wrong: named.length === spent.length ? [] : [named.length] },
      ],
    };
  },
};
