import { isIP } from 'node:net';

/**
 * An IP address (v4 or v6) as its hexadecimal digits, 8 or 32, so that addresses compare as text; undefined for any other
 * text.
 */
export function ipAddress(text: string): string | undefined {
  if (!mayBeAddress(text)) return undefined;
  switch (isIP(text)) {
    case 4:
      return text
        .split('.')
        .map((part) => hex(Number(part), 2))
        .join('');
    case 6:
      return expanded(text);
    default:
      return undefined;
  }
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
