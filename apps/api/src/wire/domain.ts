import type { CustomDomainModel } from '@latchkey/db/management';
import { baseUrlAt, challengeName, formatId } from '@latchkey/oauth';
import { type Static, Type } from 'typebox';
import { id, named, orNull, Time } from './schema.js';

export const Domain = named(
  'Domain',
  Type.Object({
    id: id('dom'),
    host: Type.String({ examples: ['oauth2.example.com'] }),
    state: Type.Enum(['pending', 'verified', 'lapsed'], {
      description:
        '`pending`: the TXT record was not seen yet; `verified`: wizard and callbacks are served there; `lapsed`: the record was gone for three days (or nobody could be asked for two weeks), and nothing is served until it is back.',
    }),
    record: Type.Object(
      { type: Type.Enum(['TXT']), name: Type.String(), value: Type.String() },
      { description: 'Set it at your DNS, and keep it: it is looked up every day.' },
    ),
    target: Type.String({
      description: 'Where the host itself has to lead, by a CNAME record: the callback host of your region.',
    }),
    baseUrl: Type.String({ description: 'Redirect URIs on this domain begin with it.' }),
    createdAt: Time,
    verifiedAt: orNull(Time),
    checkedAt: orNull(Time),
    checkOutcome: orNull(
      Type.Enum(['found', 'absent', 'unavailable', 'taken'], {
        description:
          'What the last look-up showed. `taken`: the record is right, but the host is, or was within 90 days, another organization’s.',
      }),
    ),
    missingSince: orNull(Time),
    lapsedAt: orNull(Time),
  }),
);

type Answer = Static<typeof Domain>;

/** What a domain's TXT record holds: a value that says whose it is, beside what else stands at the name. */
export function challengeOf(random: string): string {
  return `latchkey-domain=${random}`;
}

export function toDomain(row: CustomDomainModel, callbackPublicUrl: string): Answer {
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: formatId('domain', row.id),
    host: row.host,
    state: row.state as Answer['state'],
    record: { type: 'TXT', name: challengeName(row.host), value: row.challenge },
    target: new URL(callbackPublicUrl).hostname,
    baseUrl: baseUrlAt(row.host, callbackPublicUrl),
    createdAt: row.createdAt.toISOString(),
    verifiedAt: time(row.verifiedAt),
    checkedAt: time(row.checkedAt),
    checkOutcome: row.checkOutcome as Answer['checkOutcome'],
    missingSince: time(row.missingSince),
    lapsedAt: time(row.lapsedAt),
  };
}
