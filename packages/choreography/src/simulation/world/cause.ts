import type { Chance } from '#local/runtime/chance.ts';

/** The hash of a text: two words of 32 bits. */
type Hash = readonly [number, number];

/**
 * The cause of some work, labelled with the path that leads to it: `loan1>fetch-book>dynamodb#2`. A random value drawn for it is a hash
 * of the seed, the label and the question, so that it does not depend on other draws.
 */
export class Cause implements Chance {
  #counts: Map<string, number> | undefined;
  /** Of the seed and the label, before a question. */
  readonly #hash: Hash;

  /** @param hash of the seed and the label, if it is known */
  constructor(
    readonly seed: number,
    readonly label: string,
    /** How many events lead to it, each caused by the one before. */
    readonly hops = 0,
    hash = hashed(`${seed} ${label}`, START),
  ) {
    this.#hash = hash;
  }

  /** The cause of work that this one leads to; the second of the same name ends in `#2`, and so on. */
  next(name: string, hops = this.hops): Cause {
    const count = this.#count(name);
    const step = `>${name}${count > 1 ? `#${count}` : ''}`;
    return new Cause(this.seed, this.label + step, hops, hashed(step, this.#hash));
  }

  /** A number from 0 up to, but not including, 1: the same for the same question in each run. */
  draw(question: string): number {
    const [one, two] = hashed(` ${question}`, this.#hash);
    return finalized(one ^ (two >>> 3)) / 2 ** 32;
  }

  /** A number from 0 up to, but not including, 1, another one for each call. */
  random(): number {
    return mixed(hashed('0', this.#another()))[0] / 2 ** 32;
  }

  /** A version 4 UUID, another one for each call. */
  uuid(): string {
    const asked = this.#another();
    const digits = digitsOf(mixed(hashed('0', asked))) + digitsOf(mixed(hashed('1', asked)));
    const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  }

  #another(): Hash {
    return hashed(` uuid ${this.#count('uuid ')} `, this.#hash);
  }

  #count(name: string): number {
    this.#counts ??= new Map();
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }
}

/** Two arbitrary words. */
const START: Hash = [0x9e3779b9, 0x85ebca6b];

/** Two multiplicative hashes of a text, continuing a hash. SHA-256 would take a tenth of the time of a world. */
function hashed(text: string, from: Hash): Hash {
  let [one, two] = from;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at);
    one = Math.imul(one ^ letter, 0x9e3779b1);
    two = Math.imul(two ^ letter, 0x5f356495);
    one ^= one >>> 15;
    two ^= two >>> 13;
  }
  return [one, two];
}

/** Makes every bit of a hash depend on every other, by the finalizer of MurmurHash3 (public domain) for each word. */
const mixed = ([one, two]: Hash): [number, number] => [finalized(one ^ (two >>> 3)), finalized(two ^ (one << 7))];

/** Sixteen digits of hexadecimal. */
const digitsOf = ([one, two]: Hash): string => hexadecimal(one) + hexadecimal(two);
const hexadecimal = (word: number): string =>
  `${BYTES[word >>> 24]}${BYTES[(word >>> 16) & 255]}${BYTES[(word >>> 8) & 255]}${BYTES[word & 255]}`;
const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function finalized(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
