import { checkSnapshotName } from '#cli/state/snapshot-file.ts';
import { InputError } from '#template/input-error.ts';
import type { SimulateOptions } from './simulate.ts';

/** What a command does with a world, one at a time, by its option. */
const WAYS = ['step', 'inspect', 'save', 'perSecond'] as const;

/** @throws InputError if options exclude each other, or name a snapshot that cannot be written */
export function checkOptions(options: SimulateOptions): void {
  const ways = WAYS.filter((way) => options[way] !== undefined).map(flagOf);
  const [one, other] = ways;
  if (one && other) throw new InputError(`${one} and ${other} exclude each other: give one of them.`);
  const [single = options.until === undefined ? undefined : '--until'] = ways;
  if (options.seeds && single) throw new InputError(`${single} is of one world: give --seed N, not --seeds.`);
  if (options.seeds && options.seed !== undefined) throw new InputError('Give --seed N or --seeds A-B, not both.');
  if (options.seeds && (options.put || options.fault))
    throw new InputError('--put and --fault name what happens in one world: give --seed N, not --seeds.');
  if (options.json && single && single !== '--per-second')
    throw new InputError(`${single} prints text: leave out --json.`);
  if (options.save !== undefined) checkSnapshotName(options.save);
}

const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
