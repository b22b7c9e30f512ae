import { type Database, findClientOf } from '@latchkey/db';
import { formatId, parseId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';
import { readOptions } from './options.js';

/** The options that name a client. */
export const clientOptions = '--client <cli_…> | --config <cfg_…> --environment <name>';

/** The host, and the port where it is not the scheme's own; throws a StartError for anything else. */
export function readHost(given: string): string {
  const host = given.toLowerCase();
  if (!URL.canParse(`https://${host}`) || new URL(`https://${host}`).host !== host)
    throw new StartError('--host must be a host as it stands in the token URL, for example login.example.com');
  return host;
}

/** How a command names the client that it was given, and how to find its row; throws a StartError for what names none. */
export function readClient(args: readonly string[]): (db: Database) => Promise<{ rowId: string; name: string }> {
  const given = readOptions(args, { required: [], optional: ['client', 'config', 'environment'] });
  if (given.client !== undefined) {
    const rowId = parseId('client', given.client);
    if (!rowId) throw new StartError('--client must be an id as list-pauses shows it: cli_…');
    const name = given.client;
    return async () => ({ rowId, name });
  }
  const configId = given.config === undefined ? undefined : parseId('connection_config', given.config);
  const { environment } = given;
  if (!configId || environment === undefined)
    throw new StartError('Name a client: --client cli_…, or --config cfg_… and --environment <name>');
  return async (db) => {
    const rowId = await findClientOf(db, configId, environment);
    if (rowId === undefined) throw new StartError(`${given.config} has no client in the environment ${environment}.`);
    return { rowId, name: formatId('client', rowId) };
  };
}
