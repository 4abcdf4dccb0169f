/** What an arbitrary of fast-check draws from (its `Random`): values of a function of how many were drawn before. */
export class DrawnRandom {
  /** @param draw a number from 0 up to, but not including, 1, of 32 random bits */
  constructor(
    private readonly draw: (count: number) => number,
    private count = 0,
  ) {}

  clone(): DrawnRandom {
    return new DrawnRandom(this.draw, this.count);
  }

  next(bits: number): number {
    return Math.floor(this.#number() * 2 ** bits);
  }

  nextBoolean(): boolean {
    return this.#number() < 0.5;
  }

  /** A whole number, both ends included. */
  nextInt(least = -(2 ** 31), most = 2 ** 31 - 1): number {
    return Number(this.nextBigInt(BigInt(least), BigInt(most)));
  }

  nextBigInt(least: bigint, most: bigint): bigint {
    let bits = 0n;
    // Of 64 bits more than needed the remainder is as good as evenly spread.
    for (let need = (most - least).toString(2).length + 64; need > 0; need -= 32) bits = (bits << 32n) | this.#word();
    return least + (bits % (most - least + 1n));
  }

  /** A number from 0 up to, but not including, 1. */
  nextDouble(): number {
    return Number(this.nextBigInt(0n, 2n ** 53n - 1n)) / 2 ** 53;
  }

  getState(): undefined {
    return undefined;
  }

  #word(): bigint {
    return BigInt(Math.floor(this.#number() * 2 ** 32));
  }

  #number(): number {
    return this.draw(this.count++);
  }
}
