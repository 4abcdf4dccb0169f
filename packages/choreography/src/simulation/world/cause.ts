import type { Chance } from '#local/runtime/chance.ts';

/** Two words of 32 bits that a text is hashed to. */
type Hash = readonly [number, number];

/**
 * What some work follows from, named by the way that leads to it: `loan1>fetch-book>dynamodb#2`. What is drawn for it is a hash of
 * the seed and that name, so that nothing else changes what is drawn.
 */
export class Cause implements Chance {
  readonly #counts = new Map<string, number>();
  readonly #hash: Hash;

  constructor(
    readonly seed: number,
    readonly label: string,
    /** How many events lead to it, one from the other. */
    readonly hops = 0,
  ) {
    this.#hash = hashed(`${seed} ${label} `, START);
  }

  /** What follows from it, numbered if several of one name do. */
  next(name: string, hops = this.hops): Cause {
    const count = this.#count(name);
    return new Cause(this.seed, `${this.label}>${name}${count > 1 ? `#${count}` : ''}`, hops);
  }

  /** A number from 0 up to 1, the same for the same question in each run. */
  draw(question: string): number {
    const [word] = mixed(hashed(question, this.#hash));
    return word / 2 ** 32;
  }

  uuid(): string {
    const count = this.#count('uuid ');
    const words = [0, 1].flatMap((half) => mixed(hashed(`uuid ${count} ${half}`, this.#hash)));
    const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
    const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  }

  #count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }
}

/** Any two odd-looking words. */
const START: Hash = [0x9e3779b9, 0x85ebca6b];

/** Two multiplicative hashes of a text, each letter in turn, from where another text left off. SHA-256 took a tenth of a world. */
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

/** Lets every bit of a hash depend on every other: the finalizer of MurmurHash3 (public domain), for each word. */
const mixed = ([one, two]: Hash): [number, number] => [finalized(one ^ (two >>> 3)), finalized(two ^ (one << 7))];

function finalized(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
