import { comparable, ExactNumber } from '#pattern/json/exact-number.ts';
import type { Condition, Leaf } from './condition.ts';
import { ipAddress } from './ip-address.ts';

/**
 * A literal: equal in type and value. Numbers are equal by value (`300`, `300.0` and `3e2`); a literal that is an IP address
 * also matches the address written otherwise.
 */
export function exactly(value: Exclude<Leaf, ExactNumber>): Condition {
  const address = typeof value === 'string' ? ipAddress(value) : undefined;
  if (address) return { test: (given) => typeof given === 'string' && ipAddress(given) === address };
  return { test: (given) => given === value, common: { kind: 'exactly', value } };
}

/** A number as a pattern's text has it: by its value, or by its digits if a double does not hold it. */
export function exactlyNumber(text: string): Condition {
  const value = comparable(text);
  if (value !== undefined) return exactly(value);
  return {
    test: (given) => given instanceof ExactNumber && given.text === text,
    common: { kind: 'digits', text },
  };
}
