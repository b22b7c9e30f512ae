import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { AdapterPayload } from 'oidc-provider';

/** What one key holds. `expiresAt` is in epoch milliseconds; without it the record stays until it is deleted. */
interface StoredRecord {
  readonly payload: AdapterPayload;
  readonly expiresAt?: number;
}

/** The sandbox's whole memory: a map that can be kept in a journal file. */
export interface RecordStore {
  get(key: string): AdapterPayload | undefined;
  /** `expiresIn` in seconds; none means for ever. */
  set(key: string, payload: AdapterPayload, expiresIn?: number): void;
  /** Replaces the payload and keeps the expiry. Nothing happens where the key is unknown. */
  update(key: string, change: (payload: AdapterPayload) => AdapterPayload): void;
  delete(key: string): void;
  /** Live records whose key starts with `prefix`; the key is given without it. */
  entries(prefix: string): readonly (readonly [key: string, payload: AdapterPayload])[];
  close(): void;
}

type JournalLine = readonly [key: string, record?: StoredRecord];

/** The journal is written anew when it holds this many lines more than twice what is alive. */
const slack = 2000;

const isLive = (record: StoredRecord): boolean => record.expiresAt === undefined || record.expiresAt > Date.now();

function readJournal(file: string): Map<string, StoredRecord> {
  const records = new Map<string, StoredRecord>();
  if (!existsSync(file)) return records;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    let entry: JournalLine;
    try {
      entry = JSON.parse(line) as JournalLine;
    } catch {
      // A process that was killed in the middle of a write leaves half a line; what came before it is whole.
      continue;
    }
    const [key, record] = entry;
    if (record) records.set(key, record);
    else records.delete(key);
  }
  for (const [key, record] of records) if (!isLive(record)) records.delete(key);
  return records;
}

/**
 * Opens the store. With `folder` everything is kept in `journal.jsonl` there, readable by its owner only: one JSON line per change,
 * appended with one write, compacted through a temporary file and a rename. Without `folder` it lives in memory.
 * One process at a time may hold a folder; the provider binds its port before it opens one.
 */
export function openRecordStore(folder: string | undefined): RecordStore {
  const file = folder === undefined ? undefined : path.join(folder, 'journal.jsonl');
  if (folder !== undefined) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const records = file === undefined ? new Map<string, StoredRecord>() : readJournal(file);
  let descriptor: number | undefined;
  let lines = 0;

  const compact = (): void => {
    for (const [key, record] of records) if (!isLive(record)) records.delete(key);
    lines = records.size;
    if (file === undefined) return;
    const whole = [...records].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(`${file}.new`, whole, { mode: 0o600 });
    if (descriptor !== undefined) closeSync(descriptor);
    renameSync(`${file}.new`, file);
    descriptor = openSync(file, 'a', 0o600);
  };
  const append = (line: JournalLine): void => {
    lines += 1;
    if (lines > records.size * 2 + slack) compact();
    else if (descriptor !== undefined) writeSync(descriptor, `${JSON.stringify(line)}\n`);
  };
  const put = (key: string, record: StoredRecord): void => {
    records.set(key, record);
    append([key, record]);
  };

  compact();
  return {
    get: (key) => {
      const record = records.get(key);
      return record && isLive(record) ? record.payload : undefined;
    },
    set: (key, payload, expiresIn) =>
      put(key, expiresIn === undefined ? { payload } : { payload, expiresAt: Date.now() + expiresIn * 1000 }),
    update: (key, change) => {
      const record = records.get(key);
      if (record) put(key, { ...record, payload: change(record.payload) });
    },
    delete: (key) => {
      if (records.delete(key)) append([key]);
    },
    entries: (prefix) =>
      [...records]
        .filter(([key, record]) => key.startsWith(prefix) && isLive(record))
        .map(([key, record]) => [key.slice(prefix.length), record.payload] as const),
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
