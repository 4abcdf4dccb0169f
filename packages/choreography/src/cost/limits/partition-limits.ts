import type { QuotaName } from '#cost/prices/quotas.ts';
import { quotaOf } from '#cost/prices/quotas.ts';
import type { Limit, LimitedPath } from './limit.ts';
import { spreadOver } from './spread.ts';

/** What is written or read at the partition keys of one family, such as `list#0` to `list#3`. */
interface Family {
  readonly name: string;
  readonly kind: 'write' | 'read';
  readonly table: string;
  readonly index: string | undefined;
  /** The path of the value that its keys have in common with the entries; undefined for keys that nothing tells apart. */
  readonly sharing: string | undefined;
  /** Units of an average instance, by key. */
  readonly units: Map<string, number>;
  /** How many instances used a key, by key. */
  readonly users: Map<string, number>;
  /** Which part of the instances of one path used a key at the most, by key. */
  readonly usedBy: Map<string, number>;
  instances: number;
  inTransaction: boolean;
}

/**
 * The partition keys that instances share, each with the rate at which it is full. Keys that name an instance are its own, and
 * those that are used by one instance only, too.
 */
export function partitionLimits(paths: readonly LimitedPath[], region: string): Limit[] {
  const families = familiesOf(paths);
  return [...families.values()].flatMap((family) => {
    const hottest = unitsOfHottest(family);
    const name: QuotaName =
      family.kind === 'write' ? 'write units of a partition key' : 'read units of a partition key';
    const quota = quotaOf(name, region);
    return hottest === undefined || !quota ? [] : [limitOf(family, hottest, quota.perSecond)];
  });
}

function familiesOf(paths: readonly LimitedPath[]): Map<string, Family> {
  const families = new Map<string, Family>();
  for (const { share, instances, keys, common, varied = new Map() } of paths) {
    const seen = new Set<string>();
    const usersOfPath = new Map<string, number>();
    for (const [instance, operations] of instances.entries())
      for (const operation of operations) {
        if (operation.kind !== 'write' && operation.kind !== 'read') continue;
        const { kind, table, index, partition, units, inTransaction } = operation;
        if (partition === undefined || isOwn(partition, keys, instances.length, common)) continue;
        const alone = sharedValue(partition, varied);
        const sharing = alone ?? sharedValue(partition, common);
        const name = familyName(operation, sharing ?? partition.replace(/\d+/g, '0'));
        const family = families.get(name) ?? newFamily({ name, kind, table, index, sharing });
        families.set(name, family);
        if (!seen.has(name)) family.instances += instances.length;
        seen.add(name);
        family.inTransaction ||= inTransaction;
        // How many have a value in common is not known: the rate is that of those that do. One instance has a varied value here.
        const users = alone === undefined ? instances.length : 1;
        const each = (units * (sharing === undefined ? share : 1)) / users;
        family.units.set(partition, (family.units.get(partition) ?? 0) + each);
        const use = `${instance} ${name} ${partition}`;
        if (!seen.has(use)) {
          family.users.set(partition, (family.users.get(partition) ?? 0) + 1);
          const ofPath = `${name} ${partition}`;
          usersOfPath.set(ofPath, (usersOfPath.get(ofPath) ?? 0) + 1 / users);
          family.usedBy.set(partition, Math.max(family.usedBy.get(partition) ?? 0, usersOfPath.get(ofPath) ?? 0));
        }
        seen.add(use);
      }
  }
  return families;
}

/** What stands for a table, one of its indexes, or those of its partition keys that are alike. */
export const familyName = (
  { kind, table, index }: Pick<Family, 'kind' | 'table' | 'index'>,
  ...keys: readonly string[]
): string => [kind, table, index, ...keys].join('\n');

const newFamily = (of: Pick<Family, 'name' | 'kind' | 'table' | 'index' | 'sharing'>): Family => ({
  ...{ ...of, units: new Map<string, number>(), users: new Map<string, number>() },
  usedBy: new Map<string, number>(),
  ...{ instances: 0, inTransaction: false },
});

/** Whether a key is an instance's own; of one instance alone nobody can tell, unless the key has a text of what was put. */
function isOwn(partition: string, keys: readonly string[], instances: number, common: LimitedPath['common']): boolean {
  if (keys.some((key) => mentions(partition, key))) return true;
  return instances === 1 && (RANDOM.test(partition) || sharedValue(partition, common) !== undefined);
}

const RANDOM = /[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{16}/i;

/** The path of the longest text of the entries that a key has in it, its numbers replaced by stars; undefined if it has none. */
export function sharedValue(partition: string, common: LimitedPath['common']): string | undefined {
  const found = [...common].filter(([value]) => value.length > 1 && mentions(partition, value));
  const [longest] = found.sort(([one], [other]) => other.length - one.length);
  return longest?.[1].replace(/\.\d+(?=\.|$)/g, '.*');
}

/** Whether a text is in another as a word of its own. */
function mentions(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/\w/.test(text[at - 1] ?? '') && !/\w/.test(text[at + word.length] ?? '')) return true;
  return false;
}

/**
 * Units that an average instance takes of the hottest key: of one that nearly all use, what was counted; of keys among which
 * instances are spread, an equal part, since a few instances do not fill them evenly. Undefined if no two share a key.
 */
function unitsOfHottest(family: Family): number | undefined {
  const { units, users, instances, sharing } = family;
  const most = Math.max(...units.values());
  if (instances === 1) return most;
  if (sharing !== undefined) return unitsOfParts(family);
  if (Math.max(...users.values()) >= NEARLY_ALL * instances) return most;
  const all = [...units.values()].reduce((sum, each) => sum + each, 0);
  const used = [...users.values()].reduce((sum, each) => sum + each, 0);
  const partitions = spreadOver(units.size, used);
  return partitions === undefined ? undefined : all / partitions;
}

/** The same of keys with one value: a key that nearly all of a path use, or an equal part of the others, of which there are at least as many as came. */
function unitsOfParts({ units, usedBy }: Family): number {
  const isUsedByAll = (key: string) => (usedBy.get(key) ?? 0) >= NEARLY_ALL;
  const [whole, parts] = [true, false].map((all) => [...units].filter(([key]) => isUsedByAll(key) === all));
  const ofParts = (parts ?? []).reduce((sum, [, each]) => sum + each, 0) / Math.max(1, parts?.length ?? 0);
  return Math.max(ofParts, ...(whole ?? []).map(([, each]) => each));
}

const NEARLY_ALL = 0.75;

function limitOf(
  { name, kind, table, index, sharing, units, inTransaction }: Family,
  hottest: number,
  quota: number,
): Limit {
  const [first = '', ...others] = [...units.keys()].sort();
  const keys = others.length === 0 ? `"${first}"` : `"${first}" and ${others.length} like it`;
  const on = index === undefined ? table : `${table}, index ${index}`;
  const who = sharing === undefined ? 'an instance' : `an instance with the same ${sharing}`;
  return {
    family: name,
    resource: `${on}: ${kind === 'write' ? 'writes' : 'reads'} at partition key ${keys}`,
    perSecond: quota / hottest,
    because: `${who} takes ${rounded(hottest)} of ${quota} ${kind} units a second of a partition key`,
    remedy: remedyOf(kind, index, sharing, inTransaction),
    ...(sharing !== undefined && { sharing }),
  };
}

function remedyOf(
  kind: 'write' | 'read',
  index: string | undefined,
  sharing: string | undefined,
  inTransaction: boolean,
): string {
  if (sharing !== undefined && kind === 'write')
    return inTransaction
      ? `split what instances with the same ${sharing} write over several items; transactions on one item refuse each other well before it is full`
      : `split what instances with the same ${sharing} write over several items`;
  if (kind === 'read') return 'read it less often, keep what was read for a moment, or spread it over more keys';
  return index === undefined
    ? 'spread it over more keys, such as by a shard of the instance; write several changes as one item; or leave it out'
    : 'spread the index over more keys: a full index stops the writes of its table';
}

const rounded = (units: number): string => String(Number(units.toPrecision(3)));
