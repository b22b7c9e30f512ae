import { type Database, listWrappedByOthers, listWrappings, replaceWrapping } from '@latchkey/db';
import { StartError } from '@latchkey/process';
import { type KeyRing, rewrapDataKey } from '@latchkey/vault';

/**
 * Wraps every data key by the ring's first key, whichever key wraps it now; answers how many it were. Throws a StartError
 * when a key that is in use is not in the ring.
 */
export async function wrapAnew(db: Database, ring: KeyRing): Promise<number> {
  const missing = (await listWrappings(db)).filter(({ kekId }) => !ring.find(kekId));
  if (missing.length > 0)
    throw new StartError(
      missing
        .map(
          ({ kekId, dataKeys, organizations }) =>
            `${dataKeys} data keys of ${organizations} organizations are wrapped by ${kekId}, which is not among the keys given (${ring.ids.join(', ')}). Add it after the first.`,
        )
        .join('\n'),
    );
  let wrapped = 0;
  for (;;) {
    const keys = await listWrappedByOthers(db, ring.current.id);
    if (keys.length === 0) return wrapped;
    for (const key of keys) await replaceWrapping(db, key, await rewrapDataKey(ring, key.organizationId, key));
    wrapped += keys.length;
  }
}
