import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import type { PatternReader } from '#pattern/reader/pattern-reader.ts';
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
  // The service drops what is empty at the end.
  if (!/\/.*[^/]/.test(block) || more.some((part) => part !== '')) fail("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(mask) || Math.abs(Number(mask)) > MAX_INTEGER)
    fail('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) fail('Malformed CIDR, mask bits must not be negative');
  const address = ipAddress(ip) ?? fail(`${mayBeAddress(ip) ? 'Invalid' : 'Nonstandard'} IP address: ${ip}`);
  if (address.length === 8 && bits > 31) fail('IPv4 mask bits must be < 32');
  if (bits > 127) fail('IPv6 mask bits must be < 128');
  const [lowest, highest] = boundsOf(address, bits);
  return {
    test: (value) => {
      const given = typeof value === 'string' ? ipAddress(value) : undefined;
      if (given === undefined) return false;
      // The service compares digit by digit as far as the block's go, whatever version the address is of.
      const begins = given.slice(0, lowest.length);
      if (begins.length < lowest.length && (lowest.startsWith(begins) || highest.startsWith(begins))) return false;
      return begins >= lowest && begins <= highest;
    },
  };
}

const MAX_INTEGER = 2 ** 31 - 1;

/** The first and the last address of a block, as hexadecimal digits. */
function boundsOf(address: string, bits: number): [lowest: string, highest: string] {
  const rest = BigInt(address.length * 4 - bits);
  const network = (BigInt(`0x${address}`) >> rest) << rest;
  const digits = (bound: bigint) => bound.toString(16).padStart(address.length, '0');
  return [digits(network), digits(network | ((1n << rest) - 1n))];
}
