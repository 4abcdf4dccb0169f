import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cyclesOf } from '#graph/cycles/cycles.ts';
import { stronglyConnected } from '#graph/cycles/strongly-connected.ts';
import type { Edge } from '#graph/graph.ts';

const edge = (from: string, event: string, to: string, enabled = true): Edge => ({
  ...{ from, event, to, enabled, source: 'x', detailType: event, bus: 'b', template: 't', rule: `${to}${event}` },
  ...{ condition: null, via: [] },
});
const cycles = (...edges: Edge[]) => cyclesOf(edges, []).map(({ level, path }) => `${level}: ${path.join(' → ')}`);

describe('Circles:', () => {
  it('events that bring each other about run in one', () => {
    expect(cycles(edge('b/y', 'Answered', 'a/x'), edge('a/x', 'Asked', 'b/y'), edge('a/x', 'Asked', 'c/z'))).toEqual([
      'event: a/x → Asked → b/y → Answered → a/x',
    ]);
  });

  it('a job that hears what it says is one by itself', () => {
    expect(cycles(edge('a/x', 'Said', 'a/x'))).toEqual(['event: a/x → Said → a/x']);
  });

  it('participants may depend on each other though no event runs in a circle', () => {
    expect(cycles(edge('a/x', 'Asked', 'b/y'), edge('b/other', 'Told', 'a/x'))).toEqual(['participant: a → b → a']);
  });

  it('jobs of one participant that speak to each other are no circle of participants', () => {
    expect(cycles(edge('a/x', 'Asked', 'a/y'), edge('a/y', 'Told', 'b/z'))).toEqual([]);
  });

  it('a disabled rule breaks it', () => {
    expect(cycles(edge('a/x', 'Asked', 'b/y'), edge('b/y', 'Answered', 'a/x', false))).toEqual([]);
  });

  it('a queue carries it on to whoever reads it', () => {
    const by = { template: 't', id: 'mapping' };
    const found = cyclesOf([edge('a/x', 'Asked', 'b/queue')], [{ from: 'b/queue', to: 'a/x', by }]);
    expect(found.map(({ path }) => path)).toEqual([['a/x', 'Asked', 'b/queue', 'a/x']]);
  });

  it('two through the same jobs are told apart by their events', () => {
    const two = [edge('a/x', 'Asked', 'b/y'), edge('a/x', 'Told', 'b/y'), edge('b/y', 'Answered', 'a/x')];
    expect(cycles(...two)).toEqual([
      'event: a/x → Asked → b/y → Answered → a/x',
      'event: a/x → Told → b/y → Answered → a/x',
    ]);
  });

  it('each edge from which one can come back is in one of them, and no other edge is', () => {
    const job = fc.integer({ min: 0, max: 5 }).map((n) => `p${n}/j`);
    fc.assert(
      fc.property(fc.array(fc.tuple(job, job), { maxLength: 14 }), (pairs) => {
        const edges = pairs.map(([from, to]) => edge(from, `${from}>${to}`, to));
        const told = new Set(
          cyclesOf(edges, [])
            .filter(({ level }) => level === 'event')
            .flatMap(({ path }) => path),
        );
        for (const { from, to, event } of edges) expect(told.has(event)).toBe(leads(edges, to, from));
      }),
    );
  });

  it('nodes that all lead to each other are one group, whatever order they are counted in', () => {
    const node = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 20 }), (pairs) => {
        const next = Array.from({ length: 8 }, (_, from) => pairs.filter(([a]) => a === from).map(([, to]) => to));
        const reached = next.map((_, start) => reachable(next, start));
        const naive = new Set(
          next.flatMap((_, one) =>
            reached[one]?.has(one)
              ? [
                  next
                    .flatMap((__, other) => (reached[one]?.has(other) && reached[other]?.has(one) ? [other] : []))
                    .join(),
                ]
              : [],
          ),
        );
        const groups = stronglyConnected([...next.keys()], next).map((group) => group.sort().join());
        expect(new Set(groups)).toEqual(naive);
        expect(groups).toHaveLength(naive.size);
      }),
    );
  });

  it('a chain of a hundred thousand jobs is no circle, and no overflow', () => {
    const next = Array.from({ length: 100_001 }, (_, index) => (index < 100_000 ? [index + 1] : []));
    expect(stronglyConnected([0], next)).toEqual([]);
  });
});

/** The nodes that one leads to, itself if it leads back to itself. */
function reachable(next: readonly (readonly number[])[], start: number): Set<number> {
  const found = new Set(next[start]);
  for (const node of found) for (const other of next[node] ?? []) found.add(other);
  return found;
}

function leads(edges: readonly Edge[], start: string, end: string): boolean {
  const reached = new Set([start]);
  for (const node of reached) for (const { from, to } of edges) if (from === node) reached.add(to);
  return reached.has(end);
}
