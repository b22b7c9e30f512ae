import { type Trouble, type TroubleFilter, troubles } from '@latchkey/db';
import { parseId } from '@latchkey/oauth';
import { StartError } from '@latchkey/process';

/** The filter that a person gave; throws a StartError for an id that is none. */
export function readTroubleFilter(given: {
  readonly organization?: string;
  readonly provider?: string;
}): TroubleFilter {
  const organizationId = given.organization === undefined ? undefined : parseId('organization', given.organization);
  if (given.organization !== undefined && !organizationId)
    throw new StartError('--organization must be an id as list-organizations shows it: org_…');
  return {
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(given.provider === undefined ? {} : { provider: given.provider }),
  };
}

/** One of `names`; throws a StartError that lists them with what they mean. */
export function readTrouble<Name extends Trouble>(given: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === given);
  if (found) return found;
  throw new StartError(`--trouble must be one of:\n${names.map((name) => `  ${name}: ${troubles[name]}`).join('\n')}`);
}

/** A whole number of at least 1; throws a StartError that names the option. */
export function readCount(given: string | undefined, name: string, fallback: number): number {
  if (given === undefined) return fallback;
  if (!/^[1-9]\d{0,5}$/.test(given)) throw new StartError(`--${name} must be a whole number from 1 to 999999`);
  return Number(given);
}
