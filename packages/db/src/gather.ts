/** How calls become statements. */
export interface Gathering {
  /** Statements under way at once. */
  readonly atOnce: number;
  /** Calls that one statement answers. */
  readonly most: number;
}

/**
 * Makes one statement of the calls that come in the same turn of the event loop, or while `atOnce` statements are under
 * way: a busy process then pays for a message to the database and its answer once for many. `ask` answers in the order of
 * the calls; when it rejects, all of them do.
 */
export function gather<Wanted, Found>(
  { atOnce, most }: Gathering,
  ask: (wanted: readonly Wanted[]) => Promise<readonly Found[]>,
): (wanted: Wanted) => Promise<Found> {
  interface Call {
    readonly wanted: Wanted;
    resolve(found: Found): void;
    reject(error: unknown): void;
  }
  const waiting: Call[] = [];
  let underWay = 0;
  let scheduled = false;

  async function answer(calls: readonly Call[]): Promise<void> {
    underWay++;
    try {
      const found = await ask(calls.map(({ wanted }) => wanted));
      for (const [index, call] of calls.entries()) call.resolve(found[index] as Found);
    } catch (error) {
      for (const call of calls) call.reject(error);
    }
    underWay--;
    start();
  }

  function start(): void {
    scheduled = false;
    while (waiting.length > 0 && underWay < atOnce) void answer(waiting.splice(0, most));
  }

  return (wanted) =>
    new Promise((resolve, reject) => {
      waiting.push({ wanted, resolve, reject });
      if (scheduled || underWay >= atOnce) return;
      scheduled = true;
      setImmediate(start);
    });
}
