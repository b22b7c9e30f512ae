import type { Fault } from './fault.js';
import { fault as clockSkew } from './rows/clock-skew.js';
import { fault as disconnect } from './rows/disconnect.js';
import { fault as eightProcesses } from './rows/eight-processes.js';
import { fault as imports } from './rows/imports.js';
import { fault as postgresStopped } from './rows/postgres-stopped.js';
import { fault as providerDown } from './rows/provider-down.js';
import { fault as queueWiped } from './rows/queue-wiped.js';
import { fault as restored } from './rows/restored.js';
import { fault as sigkill } from './rows/sigkill.js';
import { fault as sigstop } from './rows/sigstop.js';
import { fault as sigterm } from './rows/sigterm.js';
import { fault as slowProvider } from './rows/slow-provider.js';
import { fault as wrongSecret } from './rows/wrong-secret.js';

/** The fault table; of those that wait, the longest first. */
export const table: readonly Fault[] = [
  eightProcesses,
  slowProvider,
  sigterm,
  sigkill,
  sigstop,
  postgresStopped,
  queueWiped,
  disconnect,
  imports,
  providerDown,
  wrongSecret,
  clockSkew,
  restored,
];
