import { describe, expect, it } from 'vitest';
import { notes } from '#cli/map/picture/notes.ts';
import { graphOf } from '#graph/graph-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import type { Template, TemplateResource } from '#template/template.ts';

const read = (name: string) => graphOf(readTemplates([`packages/choreography/test/graph/templates/${name}.yaml`]));
const heardBy = (targets: object[], resources: Record<string, TemplateResource> = {}, more: Partial<Template> = {}) =>
  graphOf([
    {
      name: 'depot',
      template: {
        ...more,
        Resources: {
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              EventPattern: { source: ['depot'] },
              Targets: targets.map((each, index) => ({ Id: `t${index}`, ...each })),
            },
          },
          ...resources,
        },
      },
    },
  ]);
const target = (Arn: unknown, resources: Record<string, TemplateResource> = {}) =>
  heardBy([{ Arn }], resources).consumers.map(({ target: { kind, template, id, job } }) => [kind, template, id, job]);

describe('Every target has its name:', () => {
  it.each<[string, TemplateResource, unknown, string]>([
    ['a build', { Type: 'AWS::CodeBuild::Project' }, { 'Fn::GetAtt': ['It', 'Arn'] }, 'codebuild'],
    ['a queue of jobs', { Type: 'AWS::Batch::JobQueue' }, { Ref: 'It' }, 'batch'],
    ['a GraphQL API', { Type: 'AWS::AppSync::GraphQLApi' }, { 'Fn::GetAtt': ['It', 'GraphQLEndpointArn'] }, 'appsync'],
    [
      'a route of an API, by its ARN',
      { Type: 'AWS::ApiGateway::RestApi' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
      { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${It}/prod/POST/in' },
      'api-gateway',
    ],
    ['a type that nobody knows', { Type: 'Own::Thing::Here' }, { 'Fn::GetAtt': ['It', 'Arn'] }, 'other'],
  ])('%s, by its logical id and with its kind', (_, resource, Arn, kind) => {
    expect(target(Arn, { It: resource })).toEqual([[kind, 'depot', 'It', 'It']]);
  });

  it('an action that EventBridge calls itself', () => {
    const arn = 'arn:aws:events:us-east-1:111122223333:target/create-snapshot';
    expect(target(arn)).toEqual([['built-in', null, arn, 'create-snapshot']]);
  });

  it('an alias of a function is the function', () => {
    const resources = {
      Sorter: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'sorter' } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: { Ref: 'Sorter' }, FunctionVersion: '1', Name: 'live' },
      },
    };
    expect(target({ Ref: 'Live' }, resources)).toEqual([['lambda', 'depot', 'Sorter', 'Sorter']]);
    expect(target({ 'Fn::Sub': `\${Sorter.Arn}:live` }, resources)).toEqual([['lambda', 'depot', 'Sorter', 'Sorter']]);
  });

  it('a parameter is the bus that the rule’s own role puts events on', () => {
    const graph = read('bus-by-parameter');
    expect(graph.consumers).toMatchObject([
      { target: { kind: 'bus', job: `\${CentralBusArn}` }, permission: { state: 'role' } },
    ]);
    expect(notes(graph, (_, text) => text)[0]).toEqual(['From bus to bus', `  default → \${CentralBusArn}  Forward`]);
  });

  it('and who may say the same by two grants is there once', () => {
    expect(read('twice').producers).toHaveLength(1);
  });
});

describe('What cannot be read is listed:', () => {
  const whys = (resources: Record<string, TemplateResource>) =>
    graphOf([{ name: 'depot', template: { Resources: resources } }]).unresolved.map(
      ({ id, reference, why }) => `${id} ${reference}: ${why}`,
    );

  it('a pattern that is none', () => {
    expect(whys({ Rule: { Type: 'AWS::Events::Rule', Properties: { EventPattern: '{' } } })).toEqual([
      'Rule {: This event pattern is no JSON object: what the rule hears is not known.',
    ]);
  });

  it('a source that is elsewhere', () => {
    const EventSourceArn = 'arn:aws:sqs:us-east-1:111122223333:far';
    expect(
      whys({ Feed: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn, FunctionName: 'f' } } }),
    ).toEqual([`Feed ${EventSourceArn}: What this mapping reads from is in none of these templates.`]);
  });

  it('both ends of a pipe that are elsewhere, but no bus', () => {
    const [Source, Target] = ['arn:aws:sqs:us-east-1:111122223333:far', 'arn:aws:sns:us-east-1:111122223333:news'];
    const role = 'RoleArn of another stack';
    const pipe = (ends: Record<string, unknown>) =>
      whys({ Pipe: { Type: 'AWS::Pipes::Pipe', Properties: { RoleArn: role, ...ends } } }).slice(1);
    expect(pipe({ Source, Target })).toEqual([
      `Pipe ${Source}: What this pipe reads from is in none of these templates.`,
      `Pipe ${Target}: What this pipe leads to is in none of these templates.`,
    ]);
    expect(pipe({ Source, Target: 'arn:aws:events:us-east-1:111122223333:event-bus/far' })).toHaveLength(1);
  });

  it('a topic and a subscriber that are elsewhere, but nobody by address', () => {
    const subscription = (properties: Record<string, unknown>) =>
      whys({ Sub: { Type: 'AWS::SNS::Subscription', Properties: properties }, Topic: { Type: 'AWS::SNS::Topic' } });
    const TopicArn = { Ref: 'Topic' };
    expect(
      subscription({ TopicArn, Protocol: 'lambda', Endpoint: 'arn:aws:lambda:us-east-1:111122223333:function:f' }),
    ).toEqual([
      'Sub arn:aws:lambda:us-east-1:111122223333:function:f: What this subscription leads to is in none of these templates.',
    ]);
    expect(subscription({ TopicArn, Protocol: 'email', Endpoint: 'someone@example.com' })).toEqual([]);
    expect(
      subscription({ TopicArn: 'arn:aws:sns:us-east-1:111122223333:n', Protocol: 'email', Endpoint: 's@example.com' }),
    ).toEqual([
      'Sub arn:aws:sns:us-east-1:111122223333:n: The topic of this subscription is in none of these templates.',
    ]);
  });

  it('a type of SAM that these tools do not translate', () => {
    expect(whys({ Api: { Type: 'AWS::Serverless::GraphQLApi' } })).toEqual([
      'Api AWS::Serverless::GraphQLApi: Resources of this type of SAM are not read: what they say and hear is not known.',
    ]);
  });
});

describe('What other systems write:', () => {
  const role = (service: string): TemplateResource => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` } } },
      Policies: [{ PolicyDocument: { Statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' } } }],
    },
  });

  it('a role that EventBridge alone takes says nothing, though the rule that uses it is in no template', () => {
    const { producers } = heardBy([], { ForRules: role('events'), ForAnApi: role('apigateway') });
    expect(producers.map(({ id }) => id)).toEqual(['ForAnApi']);
  });

  it("a table's stream is the table, whose label is known later", () => {
    const { relays, unresolved } = heardBy([], {
      Parcels: { Type: 'AWS::DynamoDB::Table', Properties: { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } } },
      Sorter: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: {
            'Fn::Select': [3, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Parcels', 'StreamArn'] }] }],
          },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: { 'Fn::GetAtt': ['Parcels', 'StreamArn'] }, FunctionName: { Ref: 'Sorter' } },
      },
    });
    expect(relays.map(({ from, to }) => [from, to])).toEqual([['depot/Parcels', 'depot/Sorter']]);
    expect(unresolved.map(({ why }) => why)).not.toContainEqual(expect.stringContaining('Select'));
    expect(unresolved.map(({ why }) => why)).not.toContainEqual(expect.stringContaining('reads from'));
  });
});
