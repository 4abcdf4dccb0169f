import { join } from 'node:path';
import { expect, it } from 'vitest';
import { asyncApi } from '#cli/export/async-api.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';

const depot = join('packages/choreography/test/template/terraform/depot/state.json');
const graph = graphOf(readTemplates([depot]));

it('A bus is a channel with a message for each event, and a job has an operation for each that it says or hears', () => {
  const { channels, operations, components } = asyncApi(graph, { title: 'Depot' });
  expect(Object.keys(channels)).toEqual(['parcels']);
  expect(Object.keys(channels.parcels?.messages ?? {})).toContain('parcels.depot.Weighed');
  expect(components.messages['parcels.depot.Weighed']).toMatchObject({
    'x-eventbridge': { bus: 'parcels', source: 'depot', 'detail-type': 'Weighed' },
  });
  const actions = Object.values(operations).map((each) => {
    const { action, title } = each as { action: string; title: string };
    return `${action}: ${title}`;
  });
  expect(actions).toContain('send: job["weigh"]/module.job["weigh"].aws_lambda_function.this says Weighed');
  expect(actions).toContain('receive: job["label"]/module.job["label"].aws_lambda_function.this hears Weighed');
});

it('The document of one participant has what it says and hears, and nothing else', () => {
  const { operations, components } = asyncApi(graph, { title: 'Depot', participant: 'job["weigh"]' });
  expect(Object.keys(components.messages)).toEqual(['parcels.depot.Arrived', 'parcels.depot.Weighed']);
  expect(Object.keys(operations)).toHaveLength(2);
});

it('A contract is the payload, and its references lead to where it stands', () => {
  const contract = {
    ...{ template: 'bus', id: 'C', registry: 'r', source: 'depot', detailType: 'Weighed' },
    schema: {
      $schema: 'http://json-schema.org/draft-04/schema#',
      type: 'object',
      properties: { detail: { $ref: '#/definitions/Weight' } },
      definitions: { Weight: { type: 'object' } },
    },
  };
  const { components } = asyncApi({ ...graph, contracts: [contract] }, { title: 'Depot' });
  expect(components.messages['parcels.depot.Weighed']).toMatchObject({
    payload: {
      properties: { detail: { $ref: '#/components/messages/parcels.depot.Weighed/payload/$defs/Weight' } },
      $defs: { Weight: { type: 'object' } },
    },
  });
});

it('What is said and heard by no single name is a message of what policies and rules name, and no two share a key', () => {
  const museum = ['buses', 'museum'].map((name) => `packages/choreography/test/template/fixtures/museum/${name}.yaml`);
  const { channels, operations, components } = asyncApi(graphOf(readTemplates(museum)), { title: 'Museum' });
  expect(Object.keys(channels)).toEqual(['lobby', 'museum', 'default', 'partner-_']);
  expect(Object.values(components.messages)).toContainEqual(
    expect.objectContaining({
      title: 'anything of museum.far',
      'x-eventbridge': { bus: 'museum', source: 'museum.far', 'detail-type': '*' },
    }),
  );
  expect(Object.values(operations).map((each) => (each as { title: string }).title)).toContain(
    'museum/Queue hears anything of museum.far',
  );
  const two = graph.edges.flatMap((edge) => ['a b', 'a_b'].map((detailType) => ({ ...edge, detailType })));
  const messages = asyncApi({ ...graph, edges: two }, { title: 'Depot' }).components.messages;
  expect(Object.keys(messages)).toEqual(expect.arrayContaining(['parcels.depot.a_b', 'parcels.depot.a_b-2']));
});
