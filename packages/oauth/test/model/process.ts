import type { Ports } from '../../src/ports.js';

type State = 'running' | 'paused' | 'dead';

/** A simulated process: it can be stopped between any two of its steps, and killed. */
export interface SimulatedProcess {
  readonly ports: Ports;
  /** Stops once it has come to `doors` more doors; `stopped` is called then. */
  pause(doors: number, stopped: () => void): void;
  /** From then on nothing that it began goes on. */
  kill(doors: number, stopped: () => void): void;
  resume(): void;
}

/**
 * Puts a door before and after every call of a port. Only the moment between the deadline check and the sending of a
 * request has none: a real process can be stopped there too, for which there is no remedy but the transport's own speed.
 */
export function simulatedProcess(ports: Ports): SimulatedProcess {
  let state: State = 'running';
  let waiting: (() => void)[] = [];
  let planned: { doors: number; readonly state: State; readonly stopped: () => void } | undefined;

  function stopWhenDue(): void {
    if (!planned || planned.doors-- > 0) return;
    const { stopped } = planned;
    state = planned.state;
    planned = undefined;
    stopped();
  }
  function plan(next: State, doors: number, stopped: () => void): void {
    if (state === 'dead') return;
    planned = { doors, state: next, stopped };
    if (doors === 0) stopWhenDue();
  }
  /** What is to be waited for, or nothing: hundreds of thousands are gone through. */
  function door(): Promise<void> | undefined {
    stopWhenDue();
    return state === 'running' ? undefined : new Promise((resolve) => void waiting.push(resolve));
  }
  function gated<Port extends object>(port: Port, before: 'door_before' | 'no_door_before' = 'door_before'): Port {
    const made: Record<string, unknown> = {};
    for (const [name, method] of Object.entries(port)) {
      made[name] = async (...given: readonly unknown[]) => {
        const closed = before === 'door_before' ? door() : undefined;
        if (closed !== undefined) await closed;
        try {
          return await method(...given);
        } finally {
          const closedBehind = door();
          if (closedBehind !== undefined) await closedBehind;
        }
      };
    }
    return made as Port;
  }

  // Of two refreshes side by side one may reach its door first; the dead send nothing for the other either.
  const send: Ports['transport']['send'] = (request, limits) =>
    state === 'dead' ? new Promise(() => undefined) : ports.transport.send(request, limits);
  const { monotonic, epochMs, sleep } = ports.clock;
  const { seal, open, prepare } = ports.vault;
  const { whenLeaving, ...files } = ports.spool;
  return {
    ports: {
      ...ports,
      clock: { monotonic, epochMs, ...gated({ sleep }) },
      vault: gated({ seal, open, prepare }),
      transport: gated({ send }, 'no_door_before'),
      connections: gated(ports.connections),
      grants: gated(ports.grants),
      spool: { whenLeaving, ...gated(files) },
    },
    pause: (doors, stopped) => plan('paused', doors, stopped),
    kill: (doors, stopped) => plan('dead', doors, stopped),
    resume() {
      if (state === 'paused') state = 'running';
      if (state !== 'running') return;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
  };
}
