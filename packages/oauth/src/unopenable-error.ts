/**
 * A sealed value cannot be opened here, and trying again brings nothing: it was altered, sealed for another purpose, or
 * its key is not known. Whatever else a vault rejects with is passing (its store or its key service is away).
 */
export class UnopenableError extends Error {
  override readonly name: string = 'UnopenableError';
}
