import { type DoorConfig, type DoorProcessConfig, doorConfigFrom, doorVariables } from '@latchkey/compose';
import { integer, port, requireEnvironment, withDefault } from '@latchkey/process';

/** What the worker needs to know; every process and test gives it as one value. Its database login is latchkey_worker. */
export interface WorkerConfig extends DoorConfig {
  /** Milliseconds between two ticks of one kind. */
  readonly tickEveryMs: number;
  /** Refreshes, and likewise revocations, polls and webhook endpoints, under way at once in this process. */
  readonly slots: number;
}

export interface WorkerProcessConfig extends WorkerConfig, DoorProcessConfig {
  readonly privatePort: { readonly host: string; readonly port: number };
}

/** Reads the environment; throws one error that names every variable that is missing or malformed. */
export async function readWorkerConfig(env: NodeJS.ProcessEnv): Promise<WorkerProcessConfig> {
  const read = requireEnvironment(
    {
      ...doorVariables,
      LATCHKEY_TICK_MS: withDefault(integer('the milliseconds between two ticks', { min: 50, max: 60_000 }), 5000),
      LATCHKEY_SLOTS: withDefault(integer('how many refreshes may be under way at once', { min: 1, max: 1000 }), 64),
      PRIVATE_PORT: withDefault(port('the port of /healthz and /readyz'), 4291),
    },
    env,
  );
  return {
    ...(await doorConfigFrom(read)),
    tickEveryMs: read.LATCHKEY_TICK_MS,
    slots: read.LATCHKEY_SLOTS,
    privatePort: { host: read.PRIVATE_HOST, port: read.PRIVATE_PORT },
  };
}
