import type { Ports } from '@latchkey/oauth';
import type { ConnectionRow, MemoryWorld } from '@latchkey/oauth/testing';
import type { Play } from '../server/play.js';
import type { ScriptedServer } from '../server/scripted-server.js';

/** One run of the engine against one play. */
export interface EngineRun {
  readonly world: MemoryWorld;
  /** The world's, with requests that go over a socket to the scripted server. */
  readonly ports: Ports;
  readonly connection: ConnectionRow;
  readonly server: Pick<ScriptedServer, 'port'>;
  readonly play: Play;
  /** The play's name at the server. */
  readonly name: string;
  readonly problems: string[];
  readonly done: string[];
}
