import { v7 } from 'uuid';

/** A new id: a UUIDv7 (RFC 9562 section 5.7), so that the order of ids is the order in which rows were made. */
export function newId<Id extends string = string>(): Id {
  return v7() as Id;
}
