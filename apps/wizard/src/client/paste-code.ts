import type { WizardState } from '@latchkey/sdk';
import type { Answer, Door } from './door.js';

/**
 * Sends a pasted code through the page's one way of changing something. Answers `done`, `failed`, or the code of the
 * door's refusal.
 */
export async function pasteCode(
  change: (call: () => Promise<Answer<WizardState>>) => Promise<'done' | 'failed'>,
  door: Pick<Door, 'paste'>,
  connectionId: string,
  pasted: string,
): Promise<string> {
  let code: string | undefined;
  const result = await change(async () => {
    const answer = await door.paste(connectionId, pasted);
    if (answer.kind === 'refused') code = answer.code;
    return answer;
  });
  return result === 'done' ? result : (code ?? result);
}
