import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { read, ticksPerSecond } from './proc.js';

/** The CPU time that a database server on this machine has used. */
export interface DatabaseCpu {
  /** Seconds of all its processes, also of those that have ended; `undefined` where the system does not tell. */
  cpuSeconds(): number | undefined;
  /** Bytes that its processes hold for themselves, without the memory that they share. */
  ownBytes(): number | undefined;
}

/** `admin` is connected as superuser. */
export async function databaseCpu(admin: pg.Client): Promise<DatabaseCpu> {
  const { rows } = await admin.query<{ text: string }>("SELECT pg_read_file('postmaster.pid') AS text");
  const postmaster = Number(rows[0]?.text.split('\n')[0]);
  return {
    cpuSeconds() {
      const own = fields(postmaster);
      if (!own) return undefined;
      // Its own and that of the children that it waited for; then the living ones.
      let ticks = sum(own, [11, 12, 13, 14]);
      for (const child of childrenOf(postmaster)) ticks += sum(child.fields, [11, 12]);
      return ticks / ticksPerSecond;
    },
    ownBytes() {
      const children = childrenOf(postmaster).map(({ pid }) => anonymous(pid));
      return children.length === 0 ? undefined : children.reduce((all, bytes) => all + bytes, anonymous(postmaster));
    },
  };
}

function childrenOf(parent: number): readonly { readonly pid: number; readonly fields: readonly string[] }[] {
  let names: readonly string[] = [];
  try {
    names = readdirSync('/proc');
  } catch {
    // Not Linux.
  }
  return names.flatMap((name) => {
    const found = /^\d+$/.test(name) ? fields(Number(name)) : undefined;
    return found && Number(found[1]) === parent ? [{ pid: Number(name), fields: found }] : [];
  });
}

/** The fields of `/proc/<pid>/stat` behind "pid (name)": state, parent, … */
function fields(pid: number): readonly string[] | undefined {
  return read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
}

function sum(from: readonly string[], positions: readonly number[]): number {
  return positions.reduce((all, at) => all + Number(from[at]), 0);
}

function anonymous(pid: number): number {
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0) * 1024;
}
