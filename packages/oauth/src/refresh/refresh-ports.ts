import type { Ports } from '../ports.js';

/** What a refresh needs of the world. */
export type RefreshPorts = Pick<
  Ports,
  'clock' | 'random' | 'vault' | 'transport' | 'grants' | 'spool' | 'notices' | 'times' | 'tracing'
>;
