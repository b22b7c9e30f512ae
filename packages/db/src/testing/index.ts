export { type FreshDatabase, freshDatabase } from './fresh-database.js';
export { type OpenedFreshDatabase, openFreshDatabase } from './open-fresh.js';
export { connect, fakeSealed, type SeededConnection, seedConnection, someSession, someTokens } from './seed.js';
export { steadyClock } from './steady-clock.js';
