import { expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { notes } from '#cli/map/picture/notes.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { Template, TemplateResource } from '#template/template.ts';

const primary = { 'Fn::GetAtt': ['Bus', 'Arn'] };
const secondary = 'arn:aws:events:us-west-2:111122223333:event-bus/parcels';
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
const both = { 'Fn::Sub': 'arn:aws:events:*:${AWS::AccountId}:event-bus/parcels' };

const roleFor = (service: string, resource: unknown): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } },
    },
    Policies: [
      {
        PolicyName: 'put',
        PolicyDocument: {
          Statement: {
            Effect: 'Allow',
            Action: 'events:PutEvents',
            Resource: resource,
            Condition: {
              StringEquals: { 'events:source': 'depot', 'events:detail-type': 'Weighed' },
              Null: { 'events:source': 'false', 'events:detail-type': 'false' },
            },
          },
        },
      },
    ],
  },
});

/** A depot that weighs, says so through an endpoint, and has a label printed in the primary region. */
function depot({ puts = both as unknown, to = [primary, secondary] as unknown[], more = {} } = {}): Template {
  return {
    Resources: {
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'parcels' } },
      Endpoint: {
        Type: 'AWS::Events::Endpoint',
        Properties: {
          Name: 'parcels-anywhere',
          RoleArn: { 'Fn::GetAtt': ['Replication', 'Arn'] },
          EventBuses: to.map((EventBusArn) => ({ EventBusArn })),
        },
      },
      Replication: roleFor('events', both),
      Weigh: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: { 'Fn::GetAtt': ['WeighRole', 'Arn'] },
          Environment: { Variables: { ENDPOINT: { 'Fn::GetAtt': ['Endpoint', 'EndpointId'] } } },
        },
      },
      WeighRole: roleFor('lambda', puts),
      Label: { Type: 'AWS::Lambda::Function', Properties: {} },
      OnWeighed: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventBusName: { Ref: 'Bus' },
          EventPattern: { source: ['depot'], 'detail-type': ['Weighed'] },
          Targets: [{ Id: 'label', Arn: { 'Fn::GetAtt': ['Label', 'Arn'] } }],
        },
      },
      ...more,
    },
  };
}
const graph = (template: Template) => graphOf([{ name: 'depot', template }]);
const kinds = (template: Template) => findAll(graph(template)).map(({ kind, name }) => [kind, name]);

it('An endpoint leads to its bus here and to that of the other region, and its own role says nothing', () => {
  const { endpoints, producers } = graph(depot());
  expect(endpoints).toEqual([
    {
      ...{ template: 'depot', id: 'Endpoint', name: 'parcels-anywhere', replicates: true },
      ...{ buses: ['parcels', 'us-west-2:111122223333:parcels'], namedBy: ['depot/Weigh'] },
    },
  ]);
  expect(producers.map(({ job, bus }) => [job, bus])).toEqual([
    ['Weigh', 'parcels'],
    ['Weigh', 'us-west-2:111122223333:parcels'],
  ]);
  expect(notes(graph(depot()), (_, text) => text)).toContainEqual([
    'Global endpoints',
    '  parcels-anywhere → parcels, us-west-2:111122223333:parcels  each gets what is put on the other',
  ]);
});

it('Both buses by their ARNs: the one of the region of the stack is here', () => {
  const environment = { account: '111122223333', region: 'eu-west-1' };
  const to = [secondary, 'arn:aws:events:eu-west-1:111122223333:event-bus/parcels'];
  const { endpoints } = graphOf([{ name: 'depot', template: depot({ to }), environment }]);
  expect(endpoints[0]?.buses).toEqual(['us-west-2:111122223333:parcels', 'parcels']);
});

it('What is put on one bus is replicated to the other, where a rule hears it', () => {
  const more = {
    Second: { Type: 'AWS::Events::EventBus', Properties: { Name: 'second' } },
    Count: { Type: 'AWS::Lambda::Function', Properties: {} },
    OnSecond: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Second' },
        EventPattern: { source: ['depot'] },
        Targets: [{ Id: 'count', Arn: { 'Fn::GetAtt': ['Count', 'Arn'] } }],
      },
    },
  };
  const template = depot({ puts: primary, to: [primary, { 'Fn::GetAtt': ['Second', 'Arn'] }], more });
  const heard = () => graph(template).edges.map(({ to, via }) => [to, via.map(({ id }) => id)]);
  expect(heard()).toEqual([
    ['depot/Label', []],
    ['depot/Count', ['Endpoint']],
  ]);
  (template.Resources.Endpoint?.Properties as Record<string, unknown>).ReplicationConfig = { State: 'DISABLED' };
  expect(heard()).toEqual([['depot/Label', []]]);
});

it('check tells a job that a failover would take the permission from, and buses of different names', () => {
  expect(kinds(depot())).not.toContainEqual(['one-region-permitted', expect.anything()]);
  expect(kinds(depot({ puts: primary }))).toContainEqual([
    'one-region-permitted',
    'one-region-permitted depot/Weigh on parcels-anywhere',
  ]);
  const misnamed = depot({ to: [primary, secondary.replace('parcels', 'packets')] });
  expect(kinds(misnamed)).toContainEqual(['misnamed-endpoint', 'misnamed-endpoint parcels-anywhere']);
  expect(kinds(depot()).map(([kind]) => kind)).not.toContain('misnamed-endpoint');
  expect(kinds(depot()).map(([kind]) => kind)).not.toContain('unheard-event');
});

it('A schedule that calls PutEvents with the endpoint says its events on both buses', () => {
  const more = {
    Nightly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 day)',
        Target: {
          Arn: 'arn:aws:scheduler:::aws-sdk:eventbridge:putEvents',
          Input: {
            'Fn::Sub':
              // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
              '{"EndpointId":"${Endpoint.EndpointId}","Entries":[{"EventBusName":"parcels","Source":"depot","DetailType":"Closed","Detail":"{}"}]}',
          },
        },
      },
    },
  };
  const said = graph(depot({ more })).producers.filter(({ job }) => job === 'Nightly');
  expect(said.map(({ bus, source, detailType }) => [bus, source, detailType])).toEqual([
    ['parcels', 'depot', 'Closed'],
    ['us-west-2:111122223333:parcels', 'depot', 'Closed'],
  ]);
});

it('Terraform tells the same', () => {
  const { endpoints } = graphOf(readTemplates(['packages/choreography/test/graph/templates/endpoint-state.json']));
  expect(endpoints).toMatchObject([
    { name: 'parcels-anywhere', buses: ['parcels', 'us-west-2:111122223333:parcels'], replicates: false },
  ]);
});
