import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conditionFields } from '#cli/map/picture/condition.ts';
import type { Consumer, Edge, Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { synthesizeHotel } from '../template/fixtures/cdk-hotel/hotel.ts';

const folder = 'packages/choreography/test/template/fixtures';
const SYSTEMS = [
  ...['sam-library', 'parcels', 'two-buses', 'default-bus', 'no-conditions', 'by-parameter'],
  ...['museum', 'sam-tickets', 'plant', 'serverless-framework'],
];

describe('The map of templates that are not ours tells the truth that is written beside them:', () => {
  it.each(SYSTEMS)('%s', (name) => {
    expectTruth(graphOf(readTemplates([join(folder, name)])), name);
  });

  it('cdk-hotel', () => {
    const assembly = synthesizeHotel();
    try {
      expectTruth(graphOf(readTemplates([assembly])), 'cdk-hotel');
    } finally {
      rmSync(assembly, { recursive: true });
    }
  });
});

function expectTruth(graph: Graph, name: string): void {
  const truth: Record<string, string[]> = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8'));
  expect(inOrder(facts(graph))).toEqual(inOrder(truth));
}

/** The order of facts is no fact; nor is the hash at the end of the CDK's logical ids. */
const inOrder = (unordered: Record<string, string[]>) =>
  Object.fromEntries(
    Object.entries(unordered).map(([name, all]) => [
      name,
      all.map((fact) => fact.replace(/(?<=[a-z])[0-9A-F]{8}\b/g, '')).sort(),
    ]),
  );

/** A graph as sentences that a person can write by hand. */
const facts = ({ producers, consumers, edges, outside, relays, cycles, unresolved }: Graph) => ({
  says: producers.map(
    ({ participant, job, bus, source, detailType }) => `${participant}/${job} on ${bus}: ${source} ${detailType}`,
  ),
  hears: consumers.map(hearing),
  edges: edges.map(saying),
  outside: outside.map(saying),
  relays: relays.map(({ from, to }) => `${from} → ${to}`),
  cycles: cycles.map(({ level, path }) => `${level}: ${path.join(' → ')}`),
  unresolved: unresolved.map(({ reference }) => reference),
});

const hearing = (consumer: Consumer): string => {
  const { rule, bus, schedule, target, permission, deadLetterQueue, retryPolicy, enabled } = consumer;
  return [
    `${rule} ${schedule === null ? `on ${bus}` : `at ${schedule}`}: ${target.kind} ${target.participant}/${target.job}`,
    permission.state,
    ...(deadLetterQueue ? [`dead letters in ${deadLetterQueue.id} (${deadLetterQueue.permission.state})`] : []),
    ...(retryPolicy ? ['retries'] : []),
    ...(enabled ? [] : ['disabled']),
  ].join(', ');
};

const saying = ({ from, event, to, condition, via }: Edge): string => {
  const fields = conditionFields(condition);
  const asked = fields.length > 0 ? ` if ${fields.join(', ')}` : '';
  return `${from} — ${event} → ${to}${asked}${via.map(({ id }) => ` via ${id}`).join('')}`;
};
