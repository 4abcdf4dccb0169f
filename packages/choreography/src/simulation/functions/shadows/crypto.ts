import * as nodeCrypto from 'node:crypto';
import type { Surroundings } from './surroundings.ts';

/** A copy without getters, which is copied faster than the module. */
const realCrypto = { ...nodeCrypto };

/** Makes a module like `crypto` whose random values are drawn from the surroundings. */
export function cryptoOf({ random, uuid }: Surroundings) {
  const fill = <A extends ArrayBufferView>(array: A): A => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(random() * 256);
    return array;
  };
  const randomBytes = (size: number, done?: (error: null, bytes: Buffer) => void) => {
    const bytes = fill(Buffer.alloc(size));
    if (done) process.nextTick(done, null, bytes);
    return bytes;
  };
  const randomInt = (a: number, b?: number) => {
    const [least, most] = b === undefined ? [0, a] : [a, b];
    return least + Math.floor(random() * (most - least));
  };
  const webcrypto = { subtle: realCrypto.webcrypto.subtle, getRandomValues: fill, randomUUID: uuid };
  return {
    ...realCrypto,
    randomUUID: uuid,
    randomBytes,
    randomFillSync: fill,
    getRandomValues: fill,
    randomInt,
    webcrypto,
  };
}
