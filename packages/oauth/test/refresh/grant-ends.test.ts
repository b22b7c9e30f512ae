import t from 'tap';
import type { GrantClocks } from '../../src/connection/grant.js';
import { expiringLead } from '../../src/refresh/expiring.js';
import { grantEnds } from '../../src/refresh/grant-ends.js';
import { toldEnds } from '../../src/token/told-ends.js';
import { plain, serverOf } from '../engine.js';

const hour = 3600;
const day = 24 * hour;

const server = (lifetimes: object = {}, more: object = {}) => serverOf({ ...plain, lifetimes, ...more });
/** Found by a refresh an hour after the last one. */
const found = (refreshToken: 'new' | 'kept', clocks: Partial<GrantClocks> = {}) => ({
  refreshToken,
  clocks: { ageSeconds: 10 * day, refreshedSecondsAgo: hour, expiring: 'not_told' as const, ...clocks },
});

t.test('ends are read by their custom names, or where the definition says', async (t) => {
  const read = (body: object, response: object = {}) =>
    toldEnds(body as Record<string, unknown>, { response, epochMs: 1_800_000_000_000 });
  t.strictSame(read({ refresh_token_expires_in: 60 }), { refreshTokenSeconds: 60 });
  t.strictSame(read({ refresh_token_timeout: '600', refresh_token_expires_in: 60, authorization_expires_in: 900 }), {
    refreshTokenSeconds: 600,
    authorizationSeconds: 900,
  });
  const x = { path: 'x.life', kind: 'milliseconds' };
  t.strictSame(read({ x: { life: 5000 }, refresh_token_expires_in: 60 }, { refreshTokenExpiry: x }), {
    refreshTokenSeconds: 5,
  });
  t.strictSame(read({ end: 1_800_000_600 }, { authorizationExpiry: { path: 'end', kind: 'unix_seconds' } }), {
    authorizationSeconds: 600,
  });
  t.strictSame(read({ x: { life: -1 } }, { refreshTokenExpiry: { ...x, never: ['-1'] } }), {});
  for (const odd of [0, -5, '', 'soon', null, [], {}, Number.NaN])
    t.strictSame(read({ refresh_token_expires_in: odd }), {});
});

t.test('what the first answer tells and what the definition says are counted from the consent', async (t) => {
  t.strictSame(grantEnds(server(), {}), {});
  t.equal(grantEnds(server({ idle: 60 * day, refreshToken: 90 * day }), {}).idleSeconds, 60 * day);
  t.equal(grantEnds(server({ refreshToken: 90 * day }), { refreshTokenSeconds: day }).idleSeconds, day);
  t.match(grantEnds(server({ absolute: 365 * day }), {}).absolute, { seconds: 365 * day, stored: 'not_yet' });
  t.match(grantEnds(server({ absolute: 365 * day }), { authorizationSeconds: day }).absolute, { seconds: day });
  const direct = { ...server({ idle: day }), refresh: { ...server().refresh, by: 'grant' as const } };
  t.strictSame(grantEnds(direct, { refreshTokenSeconds: day }), {}, 'who asks anew loses nothing');
});

t.test('a rotated refresh token begins anew; the consent’s own end stays where it is', async (t) => {
  const before = found('new', { idleSeconds: 20 * day, absoluteSeconds: 100 * day });
  const declared = grantEnds(server({ refreshToken: 60 * day, absolute: 110 * day }), {}, before);
  t.equal(declared.idleSeconds, 60 * day);
  t.match(declared.absolute, { seconds: 100 * day, stored: 'already' });
  const told = grantEnds(server(), { refreshTokenSeconds: 20 * day + hour }, before);
  t.equal(told.idleSeconds, 20 * day + hour, 'its end moved with the refresh');
  t.match(told.absolute, { seconds: 100 * day, stored: 'already' });
  t.match(
    grantEnds(server(), { authorizationSeconds: 200 * day }, before).absolute,
    { seconds: 200 * day, stored: 'not_yet' },
    'unless the provider says that it moved',
  );
});

t.test('a refresh token that is kept goes on to its end', async (t) => {
  const kept = grantEnds(server({ refreshToken: 30 * day }), {}, found('kept', { idleSeconds: 20 * day }));
  t.equal(kept.idleSeconds, undefined);
  t.match(kept.absolute, { seconds: 20 * day, stored: 'not_yet' });
  const later = grantEnds(server({ refreshToken: 30 * day }), {}, found('kept', { absoluteSeconds: 19 * day }));
  t.match(later.absolute, { seconds: 19 * day, stored: 'already' }, 'and stays');
  const replaced = grantEnds(server({ refreshToken: 30 * day }), {}, found('new', { absoluteSeconds: day }));
  t.strictSame(replaced, { idleSeconds: 30 * day }, 'until a new one replaces it');
  const used = grantEnds(server({ idle: 30 * day }), {}, found('kept', { idleSeconds: 20 * day }));
  t.strictSame(used, { idleSeconds: 30 * day }, 'use alone keeps alive what only idleness ends');
});

t.test('an end that a refresh did not move is the grant’s end, new refresh token or not', async (t) => {
  const told = { refreshTokenSeconds: 20 * day };
  const first = grantEnds(server(), told, found('new', { idleSeconds: 20 * day + 3 }));
  t.strictSame(first.idleSeconds, undefined);
  t.match(first.absolute, { seconds: 20 * day, stored: 'not_yet' });
  const next = grantEnds(server(), told, found('new', { absoluteSeconds: 20 * day - 2 }));
  t.match(next.absolute, { stored: 'already' }, 'it does not wander');
  const soon = found('new', { idleSeconds: 20 * day, refreshedSecondsAgo: 40 });
  t.equal(grantEnds(server(), told, soon).idleSeconds, 20 * day, 'too soon to tell');
  const moved = grantEnds(server(), { refreshTokenSeconds: 40 * day }, found('new', { absoluteSeconds: 20 * day }));
  t.equal(moved.idleSeconds, 40 * day, 'one that moves again is no longer');
});

t.test('a grant that outlived its end has none', async (t) => {
  const before = found('kept', { absoluteSeconds: -10 });
  t.strictSame(grantEnds(server({ absolute: 10 * day }), {}, before), {});
});

t.test('its end is told once 85 % are over, within limits', async (t) => {
  t.equal(expiringLead(7 * day), 1.75 * day);
  t.equal(expiringLead(30 * day), 7 * day, 'a week before');
  t.equal(expiringLead(100 * day), 15 * day);
  t.equal(expiringLead(365 * day), 30 * day);
  t.equal(expiringLead(8 * hour), 2 * hour);
  const tell = (absoluteSeconds: number) =>
    grantEnds(
      server({ absolute: 100 * day }),
      {},
      found('new', { ageSeconds: 100 * day - absoluteSeconds, absoluteSeconds }),
    ).absolute?.tellInSeconds;
  t.equal(tell(50 * day), 35 * day);
  t.equal(tell(15 * day + 30), 0, 'now');
  t.equal(tell(day), 0);
});
