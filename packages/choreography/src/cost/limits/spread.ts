/**
 * Over how many keys something is spread, as far as draws tell: so many that as many distinct ones are to be expected, if each is
 * equally likely (the occupancy problem: of k keys, n draws hit k (1 - (1 - 1/k)^n)). Undefined if no key came twice.
 *
 * @param distinct how many different keys came
 * @param draws how many keys came
 */
export function spreadOver(distinct: number, draws: number): number | undefined {
  if (distinct >= draws) return undefined;
  let keys = distinct;
  while (expected(keys + 1, draws) <= distinct + 0.5) keys++;
  return keys;
}

const expected = (keys: number, draws: number): number => keys * (1 - (1 - 1 / keys) ** draws);
