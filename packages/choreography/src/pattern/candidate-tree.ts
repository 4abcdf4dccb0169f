import type { Condition, Leaf } from './conditions/condition.ts';
import type { NumberedAlternative, NumberedField } from './match-alternative.ts';
import { ValueIndex } from './value-index.ts';

/** A way to match a rule, by the rule's number. */
export interface Candidate {
  readonly rule: number;
  readonly way: NumberedAlternative;
  /** A path at which it takes one literal alone, and that: most events are refused by it, at one look. -1 if it has none. */
  readonly path: number;
  readonly literal: Leaf | undefined;
}

export function candidateOf(rule: number, way: NumberedAlternative): Candidate {
  const [first] = way.cheapestFirst;
  const isLiteral = first?.literal !== undefined && !first.absent;
  return { rule, way, path: isLiteral ? first.path : -1, literal: isLiteral ? first.literal : undefined };
}

/** Leads from the values of an event to the ways that it may match. Every way is in one place of the tree. */
export interface CandidateTree {
  /** To be compared whatever the event's values are. */
  readonly candidates: readonly Candidate[];
  /** By path, the trees to go on with for a value. */
  readonly branches: ReadonlyMap<number, ValueIndex<CandidateTree>>;
  /** The number of the event that was here last. */
  visitedBy: number;
}

/** So few ways are compared at once: asking an index first would take longer. */
const FEW = 4;

/**
 * Puts each way below that of its fields which the fewest others share, and divides the ways that still come together by
 * their other fields.
 */
export function branchOut(candidates: readonly Candidate[], asked: ReadonlySet<number>): CandidateTree {
  if (candidates.length <= FEW && asked.size > 0) return { candidates, branches: new Map(), visitedBy: -1 };
  const shares = sharesOf(candidates);
  const left: Candidate[] = [];
  const byPath = new Map<number, Map<string, { conditions: readonly Condition[]; candidates: Candidate[] }>>();
  for (const candidate of candidates) {
    const field = rarestField(candidate.way, asked, shares, candidates.length);
    if (!field) {
      left.push(candidate);
      continue;
    }
    const alike = byPath.get(field.path) ?? new Map();
    byPath.set(field.path, alike);
    const key = field.conditions.map(keyOf).sort().join('\n');
    const same = alike.get(key) ?? { conditions: field.conditions, candidates: [] };
    alike.set(key, same);
    same.candidates.push(candidate);
  }
  const branches = new Map(
    [...byPath].map(([path, alike]) => [
      path,
      new ValueIndex(
        [...alike.values()].map(({ conditions, candidates: same }) => ({
          conditions,
          item: branchOut(same, new Set([...asked, path])),
        })),
      ),
    ]),
  );
  return { candidates: left, branches, visitedBy: -1 };
}

/** How many ways have a condition at a path, by `PATH KEY`. */
function sharesOf(candidates: readonly Candidate[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { way } of candidates) {
    for (const { path, conditions } of way.fields) {
      for (const condition of conditions) {
        const key = `${path} ${keyOf(condition)}`;
        shares.set(key, (shares.get(key) ?? 0) + 1);
      }
    }
  }
  return shares;
}

/** The field whose values lead to the fewest ways; undefined if none is certain to be there. */
function rarestField(
  way: NumberedAlternative,
  asked: ReadonlySet<number>,
  shares: ReadonlyMap<string, number>,
  all: number,
): NumberedField | undefined {
  let rarest: { field: NumberedField; cost: number } | undefined;
  for (const field of way.fields) {
    if (field.absent || asked.has(field.path)) continue;
    let cost = 0;
    for (const condition of field.conditions) {
      const kind = condition.common?.kind;
      if (kind === undefined) cost += all;
      else if (kind === 'range') cost += all / 2;
      else cost += shares.get(`${field.path} ${keyOf(condition)}`) ?? 1;
    }
    if (!rarest || cost < rarest.cost) rarest = { field, cost };
  }
  return rarest?.field;
}

/** Conditions with the same key are found by the same values. */
function keyOf({ common }: Condition): string {
  if (!common) return 'any';
  switch (common.kind) {
    case 'exactly':
      return `exactly ${JSON.stringify(common.value)}`;
    case 'range':
      return `range ${common.from} ${common.to}`;
    default:
      return `${common.kind} ${JSON.stringify(common.text)}`;
  }
}
