import { InputError } from './input-error.ts';

/** Three of a region's availability zones: which an account has is known to AWS alone. */
export const availabilityZones = (region: string): string[] => ['a', 'b', 'c'].map((zone) => `${region}${zone}`);

/**
 * As many CIDR blocks of one size as are asked for, one after the other, within a block of IPv4 or IPv6 (CloudFormation user guide:
 * "Fn::Cidr"). `bits` is how many bits each has for its own addresses: 8 makes a `/24` of IPv4.
 */
export function cidrBlocks(block: string, count: number, bits: number): string[] {
  const [address = '', prefix = ''] = block.split('/');
  const isV6 = address.includes(':');
  const width = isV6 ? 128 : 32;
  const base = isV6 ? readV6(address) : readV4(address);
  const mask = Number(prefix);
  if (base === undefined || !/^\d+$/.test(prefix) || mask > width)
    throw new InputError(`Fn::Cidr takes a block such as "10.0.0.0/16", not ${JSON.stringify(block)}.`);
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new InputError(`Fn::Cidr makes 1 to 256 blocks, not ${count}.`);
  if (!Number.isInteger(bits) || bits < 1 || width - bits < mask || 2 ** (width - bits - mask) < count)
    throw new InputError(`Fn::Cidr finds no room for ${count} blocks of ${bits} bits in ${block}.`);
  const start = (base >> BigInt(width - mask)) << BigInt(width - mask);
  return Array.from({ length: count }, (_, index) => {
    const each = start + (BigInt(index) << BigInt(bits));
    return `${isV6 ? writeV6(each) : writeV4(each)}/${width - bits}`;
  });
}

function readV4(address: string): bigint | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return parts.reduce((all, part) => all * 256n + BigInt(part), 0n);
}

const writeV4 = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');

/** `::` occurs at most once, for all missing groups of zeros. */
function readV6(address: string): bigint | undefined {
  const [before = '', after, ...others] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(before), groups(after ?? '')];
  const missing = 8 - left.length - right.length;
  if (others.length > 0 || (after === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** With the longest run of zeros, the first of several, as `::` (RFC 5952). */
function writeV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const runs = groups
    .map((_, start) => groups.slice(start).findIndex((group) => group !== '0'))
    .map((n, start) => (n < 0 ? 8 - start : n));
  const longest = Math.max(...runs);
  if (longest < 2) return groups.join(':');
  const at = runs.indexOf(longest);
  return `${groups.slice(0, at).join(':')}::${groups.slice(at + longest).join(':')}`;
}
