/**
 * Tells which of several consumers receives a message: as if by chance, but the same in each run, by how many came before it.
 * @param of how many consumers there are
 */
export function scatter(of: number): (message: object) => number {
  const consumers = new WeakMap<object, number>();
  let count = 0;
  return (message) => {
    const known = consumers.get(message);
    if (known !== undefined) return known;
    const consumer = mixed(count++) % of;
    consumers.set(message, consumer);
    return consumer;
  };
}

/** The finalizer of MurmurHash3: numbers that follow each other have results that have nothing in common. */
function mixed(number: number): number {
  let mix = number + 1;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
