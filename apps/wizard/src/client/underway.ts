import type { WizardConnection } from '@latchkey/sdk';

/** A sign-in that this page started and that the server has not spoken of yet. Times in milliseconds. */
export interface Started {
  readonly at: number;
  /** The connection as it was shown when the form was sent. */
  readonly before: WizardConnection;
}

// A sign-in page may be slow to open; after this the server must know of the attempt, or there is none.
const PATIENCE = 30_000;

/** Whether a card still runs ahead of the server: it has not shown the sign-in yet, nor how it ended. */
export function isStillStarting(started: Started | undefined, now: number, connection: WizardConnection): boolean {
  if (started === undefined || now - started.at > PATIENCE) return false;
  const { before } = started;
  // "Start again": the server shows the older sign-in until the newer one took its place.
  if (connection.authorization !== undefined) return false;
  return (
    connection.status === before.status &&
    connection.connectedAt === before.connectedAt &&
    connection.lastFailure?.at === before.lastFailure?.at
  );
}

/** Whether the server is busy with something that ends by itself. */
export function isUnderWay(connection: WizardConnection): boolean {
  return connection.authorization !== undefined || connection.status === 'disconnecting';
}
