import fc from 'fast-check';

const unit = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
);

/** Any text at all: controls, halves of surrogate pairs, mostly ASCII. (fast-check's `binary` takes a second to start.) */
export function anyText(maxLength = 40): fc.Arbitrary<string> {
  return fc.string({ unit: unit.map((code) => String.fromCharCode(code)), maxLength });
}
