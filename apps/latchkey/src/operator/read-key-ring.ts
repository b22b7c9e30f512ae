import { openKeyRing } from '@latchkey/compose';
import { requireEnvironment, text, withDefault } from '@latchkey/process';
import type { KeyRing } from '@latchkey/vault';

/** The keys of `LATCHKEY_KEY`, else of the file `LATCHKEY_KEY_FILE`. Throws a StartError as `openKeyRing` does. */
export async function readKeyRing(env: NodeJS.ProcessEnv): Promise<KeyRing> {
  const read = requireEnvironment(
    {
      LATCHKEY_KEY: withDefault(text('the key-encryption key'), undefined),
      LATCHKEY_KEY_FILE: withDefault(text('the file that holds the key-encryption key'), undefined),
    },
    env,
  );
  return openKeyRing(read);
}
