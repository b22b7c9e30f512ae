import { addKey } from './add-key.js';
import type { Command } from './command.js';
import { createKey } from './create-key.js';
import { createKeyFile } from './create-key-file.js';
import { createOrganizationWithKey } from './create-organization.js';
import { drainSpoolCommand } from './drain-spool.js';
import { listKeys } from './list-keys.js';
import { listAllOrganizations } from './list-organizations.js';
import { listPausesCommand } from './list-pauses.js';
import { listTroubles } from './list-troubles.js';
import { pauseClientCommand } from './pause-client.js';
import { pauseServerCommand } from './pause-server.js';
import { prepareServer } from './prepare-server.js';
import { recover } from './recover.js';
import { resumeClientCommand } from './resume-client.js';
import { resumeServerCommand } from './resume-server.js';
import { retireDataKeys } from './retire-data-keys.js';
import { retireKey } from './retire-key.js';
import { retry } from './retry-troubled.js';
import { rotateKeys } from './rotate-keys.js';

/** The operator's commands by name. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ['prepare-server', prepareServer],
  ['create-key-file', createKeyFile],
  ['create-organization', createOrganizationWithKey],
  ['create-api-key', createKey],
  ['list-organizations', listAllOrganizations],
  ['list-troubles', listTroubles],
  ['retry', retry],
  ['recover', recover],
  ['pause-server', pauseServerCommand],
  ['resume-server', resumeServerCommand],
  ['pause-client', pauseClientCommand],
  ['resume-client', resumeClientCommand],
  ['list-pauses', listPausesCommand],
  ['drain-spool', drainSpoolCommand],
  ['list-keys', listKeys],
  ['add-key', addKey],
  ['rotate-keys', rotateKeys],
  ['retire-key', retireKey],
  ['retire-data-keys', retireDataKeys],
]);

/** What `npm run operator` prints without a command. */
export function usage(): string {
  const lines = [...commands].map(([name, { options, about }]) => `  ${name} ${options}\n      ${about}`);
  return ['npm run operator -- <command>', ...lines].join('\n');
}
