import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartError } from '@latchkey/process';
import { isTraversable, nobody } from './unprivileged.js';

/** Where one checkout keeps what `npm start` makes: keys and settings in `path`, the database in `postgres`. */
export interface DataFolder {
  /** `<checkout>/.latchkey`, for key files and settings; only its owner can read what is in it. */
  readonly path: string;
  /** The folder to give to `startEmbeddedPostgres`. */
  readonly postgres: string;
  /**
   * There are no rows yet: the cluster in `postgres` was never made. Make what rows depend on, such as keys, before
   * `startEmbeddedPostgres`, so that a start that is cut off leaves no rows without them.
   */
  readonly isNew: boolean;
}

/** Written into the checkout's data folder and into the database's folder; the two belong together when they agree. */
interface Marker {
  readonly id: string;
  /** Where the checkout was when the database was last opened from it. */
  readonly checkout: string;
}

const MARKER_FILE = 'data-folder.json';
/** What `startEmbeddedPostgres` makes in its folder when it is whole. */
const CLUSTER = 'data';

/**
 * Opens, or makes, the data folder of `checkout`.
 *
 * The database's folder is named by a random id, which is also written in both places, and is used again only while both
 * say the same and no other checkout on this machine says so too. Otherwise a new one is made beside it, so that a
 * second clone, or a copied one, never meets rows that its keys cannot open. It lies in the data folder; but when we are
 * root and `nobody` (who then runs Postgres) cannot walk down to there, it lies in `outside`.
 *
 * Throws a {@link StartError} when the data folder cannot be read or written by this user.
 */
export function openDataFolder(checkout: string, outside = '/var/tmp'): DataFolder {
  const root = realpathSync(checkout);
  const folder = path.join(root, '.latchkey');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, nobody ? 0o711 : 0o700); // 711: Postgres must pass through, but may not look around
    const known = readMarker(folder);
    const postgres = known && belonging(known, folder, outside);
    if (known && postgres && !isCopied(known, postgres, root)) {
      if (known.checkout !== root)
        for (const place of [folder, postgres]) writeMarker(place, { ...known, checkout: root });
      return { path: folder, postgres, isNew: !existsSync(path.join(postgres, CLUSTER)) };
    }
    return { path: folder, postgres: makePostgresFolder(folder, root, outside), isNew: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new StartError(
      `the data folder ${folder} cannot be used by this user: it was made by another one (perhaps by root). ` +
        'Start as that user, or delete the folder as that user to begin anew',
      { cause: error },
    );
  }
}

/** The database's folder of this marker, when there is one and it says the same. */
function belonging(marker: Marker, folder: string, outside: string): string | undefined {
  return placesFor(marker.id, folder, outside).find((place) => {
    if (nobody && !isTraversable(path.dirname(place))) return false;
    return readMarker(place)?.id === marker.id;
  });
}

/** Inside the checkout's data folder, or outside it; only the first that Postgres can reach is used. */
function placesFor(id: string, folder: string, outside: string): string[] {
  return [path.join(folder, `postgres-${id}`), path.join(outside, `latchkey-${id}`)];
}

/** The checkout was copied with its data folder: the place where the marker was last used still says the same. */
function isCopied(marker: Marker, postgres: string, checkout: string): boolean {
  const last = readMarker(postgres)?.checkout ?? checkout;
  if (last === checkout || !existsSync(last)) return false;
  const there = path.join(last, '.latchkey');
  return readMarker(there)?.id === marker.id && !isSameFolder(there, path.join(checkout, '.latchkey'));
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

function makePostgresFolder(folder: string, checkout: string, outside: string): string {
  const marker = { id: randomBytes(16).toString('hex'), checkout };
  const [inside, beyond] = placesFor(marker.id, folder, outside) as [string, string];
  const place = nobody && !isTraversable(folder) ? beyond : inside;
  mkdirSync(place, { mode: 0o700 }); // not recursive: a folder that is there already is not ours
  writeMarker(place, marker);
  writeMarker(folder, marker); // last: a start that is killed before it leaves an unused folder, not a wrong one
  return place;
}

function readMarker(folder: string): Marker | undefined {
  const file = path.join(folder, MARKER_FILE);
  if (!existsSync(file)) return undefined;
  try {
    const marker: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isMarker(marker) ? marker : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // half-written: treated as if it were not there
    throw error;
  }
}

function isMarker(value: unknown): value is Marker {
  const { id, checkout } = (value ?? {}) as Partial<Record<string, unknown>>;
  // The id becomes a part of a path.
  return typeof id === 'string' && /^[0-9a-f]{32}$/.test(id) && typeof checkout === 'string';
}

function writeMarker(folder: string, marker: Marker): void {
  writeFileSync(path.join(folder, MARKER_FILE), `${JSON.stringify(marker, undefined, 2)}\n`, { mode: 0o600 });
}
