import { isIP } from 'node:net';

/**
 * An IP address (v4 or v6) as its hexadecimal digits, 8 or 32, so that addresses compare as text; undefined for any other
 * text.
 */
export function ipAddress(text: string): string | undefined {
  if (!mayBeAddress(text)) return undefined;
  if (!text.includes(':')) return ofFourParts(text);
  const plain = text.replace(/(^|:)0+(?=[\da-fA-F])/g, '$1');
  if (isIP(plain) !== 6) return undefined;
  const digits = expanded(plain);
  return digits.startsWith(MAPPED) ? digits.slice(MAPPED.length) : digits;
}

/** An address of version 4 within one of version 6 is the former (RFC 4291, section 2.5.5.2). */
const MAPPED = `${'0'.repeat(20)}ffff`;

/** Java reads zeros before a part as nothing, in no more than this many characters. */
const MAX_LENGTH = 15;

function ofFourParts(text: string): string | undefined {
  const parts = text.split('.').map(Number);
  if (text.length > MAX_LENGTH || parts.some((part) => part > 255)) return undefined;
  return parts.map((part) => hex(part, 2)).join('');
}

/** A cheap look before the thorough one: most values are no addresses. */
export const mayBeAddress = (text: string): boolean => /^(\d+\.\d+\.\d+\.\d+|[\da-fA-F:]*:[\da-fA-F:]*)$/.test(text);

function expanded(text: string): string {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const between = tail === undefined ? [] : Array<string>(8 - front.length - back.length).fill('0');
  return [...front, ...between, ...back].map((group) => hex(Number.parseInt(group, 16), 4)).join('');
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
