import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import type { PatternReader } from '#pattern/pattern-reader.ts';
import type { Condition } from './condition.ts';
import { ipAddress, mayBeAddress } from './ip-address.ts';

/** `{"cidr": "10.0.0.0/24"}`, v4 or v6. The service names no place in its errors about blocks. */
export function readCidr(reader: PatternReader): Condition {
  if (reader.next() !== 'string') reader.fail('prefix match pattern must be a string');
  return inBlock(reader.text(), (reason) => {
    throw new InvalidEventPatternError(reason, reader.path.join('.'));
  });
}

function inBlock(block: string, fail: (reason: string) => never): Condition {
  const [ip = '', mask = '', ...more] = block.split('/');
  if (!block.includes('/') || more.length > 0) fail("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask)) fail('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) fail('Malformed CIDR, mask bits must not be negative');
  const address = ipAddress(ip) ?? fail(`${mayBeAddress(ip) ? 'Invalid' : 'Nonstandard'} IP address: ${ip}`);
  if (address.length === 8 && bits > 31) fail('IPv4 mask bits must be < 32');
  if (bits > 127) fail('IPv6 mask bits must be < 128');
  const network = networkOf(address, bits);
  return {
    test: (value) => {
      const given = typeof value === 'string' ? ipAddress(value) : undefined;
      return given?.length === address.length && networkOf(given, bits) === network;
    },
  };
}

/** The first bits of an address. */
const networkOf = (address: string, bits: number): bigint =>
  BigInt(`0x${address}`) >> BigInt(address.length * 4 - bits);
