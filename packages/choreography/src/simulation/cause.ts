import { createHash } from 'node:crypto';
import type { Chance } from '#local/runtime/chance.ts';

/**
 * What some work follows from, named by the way that leads to it: `loan1>fetch-book>dynamodb#2`. What is drawn for it is a hash of
 * the seed and that name, so that nothing else changes what is drawn.
 */
export class Cause implements Chance {
  readonly #counts = new Map<string, number>();

  constructor(
    readonly seed: number,
    readonly label: string,
    /** How many events lead to it, one from the other. */
    readonly hops = 0,
  ) {}

  /** What follows from it, numbered if several of one name do. */
  next(name: string, hops = this.hops): Cause {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return new Cause(this.seed, `${this.label}>${name}${count > 1 ? `#${count}` : ''}`, hops);
  }

  /** A number from 0 up to 1, the same for the same question in each run. */
  draw(question: string): number {
    return this.#hash(question).readUInt32BE() / 2 ** 32;
  }

  uuid(): string {
    const count = (this.#counts.get('uuid ') ?? 0) + 1;
    this.#counts.set('uuid ', count);
    const digits = this.#hash(`uuid ${count}`).toString('hex');
    const variant = '89ab'[Number.parseInt(digits.charAt(16), 16) % 4];
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
  }

  #hash(question: string): Buffer {
    return createHash('sha256').update(`${this.seed} ${this.label} ${question}`).digest();
  }
}
