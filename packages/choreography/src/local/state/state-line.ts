import { crc32 } from 'node:zlib';

/** The length of a checksum in eight hexadecimal digits, with a space. */
const HEAD_BYTES = 9;
/** The offset in a line of its first change's text, in bytes. */
export const FIRST_TEXT = HEAD_BYTES + 1;
const LINE_BREAK = 0x0a;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Makes the lines of a state file, `CRC [[key, value],[key],…]` each, one after the other in the same buffer. */
export class LineWriter {
  #bytes = Buffer.allocUnsafe(64 * 1024);
  /** The offset of the next change's text. */
  #at = FIRST_TEXT;

  /** Adds the JSON text of a change. Returns its offset in the line and its length, in bytes. */
  add(text: string): { start: number; length: number } {
    const start = this.#at;
    // UTF-8 takes at most three bytes for a unit of UTF-16; a comma follows, or the end of the line.
    this.#makeRoom(start + text.length * 3 + 2);
    const length = this.#bytes.write(text, start);
    this.#bytes[start + length] = COMMA;
    this.#at = start + length + 1;
    return { start, length };
  }

  /** Ends the line. Returns its bytes, with the line break; they are valid until the next change is added. */
  end(): Buffer {
    // The bracket replaces the last comma.
    const close = Math.max(this.#at - 1, FIRST_TEXT);
    this.#bytes[HEAD_BYTES] = OPEN;
    this.#bytes[close] = CLOSE;
    this.#bytes[close + 1] = LINE_BREAK;
    this.#bytes.write(headOf(this.#bytes.subarray(HEAD_BYTES, close + 1)), 'latin1');
    this.#at = FIRST_TEXT;
    return this.#bytes.subarray(0, close + 2);
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(bytes * 2);
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }
}

/** The changes in a line without its line break; undefined if the checksum does not match. */
export function changesIn(line: Buffer): [string, unknown?][] | undefined {
  const body = line.subarray(HEAD_BYTES);
  if (line.subarray(0, HEAD_BYTES).toString() !== headOf(body)) return undefined;
  return JSON.parse(body.toString('utf8'));
}

const headOf = (body: Buffer): string => `${crc32(body).toString(16).padStart(8, '0')} `;
