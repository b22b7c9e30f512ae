import type { CaptureDefinition } from './definition.js';
import { type Filler, freezeText } from './endpoint.js';
import type { Template } from './template.js';

/** What is to be learnt of an answer, with the inputs put in. */
export type FrozenCapture = Omit<CaptureDefinition, 'choose'> & { readonly choose?: FrozenChoice };
export interface FrozenChoice {
  readonly where?: string;
  readonly equals?: Template;
  readonly value: string;
}

/** A capture of a definition with the inputs put into its choice. */
export function freezeCapture<C extends Omit<CaptureDefinition, 'from'>>(
  field: string,
  { choose, ...capture }: C,
  fill: Filler,
): Omit<C, 'choose'> & { readonly choose?: FrozenChoice } {
  if (!choose) return capture;
  const { where, equals, value } = choose;
  return {
    ...capture,
    choose: {
      ...(where === undefined ? {} : { where }),
      ...(equals === undefined ? {} : { equals: freezeText(`${field}.choose.equals`, equals, fill) }),
      value,
    },
  };
}
