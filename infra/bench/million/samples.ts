import type { DatabaseCpu } from '../database-cpu.js';
import type { BenchProcess } from '../processes.js';

/** What each process used up to one moment. */
export interface Sampled {
  /** Resident memory; Postgres: of all its processes, without what they share. */
  readonly megabytes: Readonly<Record<'worker' | 'provider' | 'postgres', number>>;
  readonly cpuSeconds: Readonly<Record<'worker' | 'provider' | 'postgres', number>>;
}

export function sampleProcesses(of: {
  readonly worker: BenchProcess;
  readonly provider: BenchProcess;
  readonly postgres: DatabaseCpu;
}): Sampled {
  const { worker, provider, postgres } = of;
  const megabytes = (bytes: number | undefined) => Math.round((bytes ?? Number.NaN) / 1e6);
  const seconds = (process: { cpuSeconds(): number | undefined }) => process.cpuSeconds() ?? Number.NaN;
  return {
    megabytes: {
      worker: megabytes(worker.residentBytes()),
      provider: megabytes(provider.residentBytes()),
      postgres: megabytes(postgres.ownBytes()),
    },
    cpuSeconds: { worker: seconds(worker), provider: seconds(provider), postgres: seconds(postgres) },
  };
}
