import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until the answer is neither `undefined` nor `false`, and answers it. Rejects after `seconds`
 * with what was waited for. Asks every 50 ms, or every `pollMs` where an answer costs much.
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 20,
  pollMs = 50,
): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; ; await wait(pollMs)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s in vain: ${what}`);
  }
}
