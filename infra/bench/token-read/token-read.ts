import { formatId } from '@latchkey/oauth';
import type { Benchmark } from '../benchmark.js';
import { connectAdmin } from '../connect-admin.js';
import { madeConnections, makeConnections } from '../connections.js';
import { meterCpu } from '../cpu-meter.js';
import { type DatabaseCpu, databaseCpu } from '../database-cpu.js';
import { doorEnvironment } from '../door-environment.js';
import { httpLoad, type Load, type LoadTarget } from '../http-load.js';
import { makeOrganization } from '../organization.js';
import type { BenchProcess } from '../processes.js';
import { inRounds, median, rounded } from '../rounds.js';
import { makeFloorRows } from './floor-rows.js';

const connections = 1000;
const sockets = 32;

interface Round extends Load {
  /** CPU microseconds of the server's process for each request, which other programs on the machine change little. */
  readonly cpuMicros: number | undefined;
  /** Of the database's. */
  readonly databaseCpuMicros: number | undefined;
}

/**
 * `GET /v1/connections/{id}/access-token`, warm, of a thousand connections in turn, against the same Fastify that does
 * one primary-key SELECT and one AES-256-GCM open and answers the same JSON.
 */
export const benchmark: Benchmark = async (context) => {
  const { database, processes, rounds = 7, seconds = 4 } = context;
  const organization = await makeOrganization(database);
  context.atEnd(() => organization.db.close());
  const plan = { count: connections, tokens: 'sealed', age: 'just_issued', say: context.say } as const;
  await makeConnections(database, organization, plan);
  const ids = await madeConnections(database);
  const floorKey = await makeFloorRows(
    database,
    ids.map(({ connectionId }) => connectionId),
  );
  const [api, floor] = await Promise.all([
    processes.door('api', doorEnvironment('api', { database, key: organization.key })),
    processes.script(new URL('floor.ts', import.meta.url), { DATABASE_URL: database.appUrl, FLOOR_KEY: floorKey }),
  ]);
  const targets = {
    ours: {
      url: api.url as string,
      paths: ids.map(({ connectionId }) => `/v1/connections/${formatId('connection', connectionId)}/access-token`),
      headers: { authorization: `Bearer ${organization.apiKey}` },
    },
    floor: {
      url: floor.url as string,
      paths: ids.map(({ connectionId }) => `/v1/connections/${connectionId}/access-token`),
      headers: { authorization: `Bearer ${organization.apiKey}` },
    },
  };
  context.say(`one answer: ${await sizes(targets.ours)} bytes, the floor's: ${await sizes(targets.floor)}`);
  const admin = await connectAdmin(database);
  context.atEnd(() => admin.end());
  const postgres = await databaseCpu(admin);
  const contestants = {
    ours: () => measure(api, targets.ours, seconds, postgres),
    floor: () => measure(floor, targets.floor, seconds, postgres),
  };
  await inRounds(1, contestants);
  const measured = await inRounds(rounds, contestants);
  const of = (name: 'ours' | 'floor', value: keyof Load) => measured[name].map((round) => round[value]);
  const ratios = (value: keyof Load) =>
    measured.ours.map((round, i) => round[value] / (measured.floor[i]?.[value] ?? 0));
  const cpu = (name: 'ours' | 'floor', value: 'cpuMicros' | 'databaseCpuMicros') =>
    rounded(median(measured[name].map((round) => round[value] ?? Number.NaN)));
  return {
    name: 'token-read',
    unit: 'requests per second',
    ours: rounded(median(of('ours', 'perSecond'))),
    floor: rounded(median(of('floor', 'perSecond'))),
    ratio: rounded(median(ratios('perSecond'))),
    p99Ratio: rounded(median(ratios('p99'))),
    p99Ms: { ours: rounded(median(of('ours', 'p99'))), floor: rounded(median(of('floor', 'p99'))) },
    p50Ms: { ours: rounded(median(of('ours', 'p50'))), floor: rounded(median(of('floor', 'p50'))) },
    cpuMicros: { ours: cpu('ours', 'cpuMicros'), floor: cpu('floor', 'cpuMicros') },
    databaseCpuMicros: { ours: cpu('ours', 'databaseCpuMicros'), floor: cpu('floor', 'databaseCpuMicros') },
    connections,
    sockets,
    rounds: measured.ours.length,
    perRound: { ours: of('ours', 'perSecond').map(Math.round), floor: of('floor', 'perSecond').map(Math.round) },
  };
};

async function measure(
  server: BenchProcess,
  target: LoadTarget,
  seconds: number,
  postgres: DatabaseCpu,
): Promise<Round> {
  const cpu = meterCpu(server);
  const databaseCpuOf = meterCpu(postgres);
  const load = await httpLoad(target, sockets, seconds);
  return { ...load, cpuMicros: cpu(load.requests), databaseCpuMicros: databaseCpuOf(load.requests) };
}

async function sizes({ url, paths, headers }: LoadTarget): Promise<number> {
  const answer = await fetch(`${url}${paths[0]}`, { headers });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.text()).length;
}
