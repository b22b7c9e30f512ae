import type { RedisText } from '@latchkey/queue';
import { type MarkStore, parseMark } from './mark-store.js';

/** A mark beside the queue on Redis: all processes of an installation are one witness. What wipes Redis wipes the mark. */
export function redisMark(text: RedisText): MarkStore {
  return {
    load: async () => parseMark(await text.read()),
    save: (mark) => text.write(JSON.stringify(mark)),
  };
}
