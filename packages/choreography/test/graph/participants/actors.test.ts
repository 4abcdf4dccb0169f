import { describe, expect, it } from 'vitest';
import { graphOf } from '#graph/graph-of.ts';
import type { TemplateResource } from '#template/template.ts';

const role = (service: string, Action = 'events:PutEvents'): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }],
  },
});
/** What is said, by whom, in a template of these resources and a bus. */
const said = (resources: Record<string, TemplateResource>) =>
  graphOf([
    {
      name: 'depot',
      template: { Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } }, ...resources } },
    },
  ])
    .producers.filter(({ bus }) => bus === 'bus')
    .map(({ job, kind, source, detailType }) => [job, kind, source, detailType]);
const Arn = { 'Fn::GetAtt': ['Role', 'Arn'] };

describe('A state machine says what the tasks of its definition put:', () => {
  const machine = (definition: object, more: object = {}) =>
    said({
      Role: role('states.amazonaws.com'),
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: { RoleArn: Arn, DefinitionString: JSON.stringify(definition), ...more },
      },
    });
  const put = (entries: unknown, as = 'Parameters') => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::events:putEvents.waitForTaskToken',
    [as]: { Entries: entries },
  });

  it('each by its names, also within branches', () => {
    expect(
      machine({
        States: {
          A: put([{ Source: 'depot', DetailType: 'Left' }]),
          B: {
            Type: 'Parallel',
            Branches: [{ States: { C: put([{ Source: 'depot', DetailType: 'Came' }], 'Arguments') } }],
          },
        },
      }),
    ).toEqual([
      ['Machine', 'states', 'depot', 'Left'],
      ['Machine', 'states', 'depot', 'Came'],
    ]);
  });

  it('with what is substituted', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the syntax of Step Functions.
    const States = { A: put([{ Source: '${Who}', DetailType: 'Left' }]) };
    expect(machine({ States }, { DefinitionSubstitutions: { Who: 'depot' } })).toEqual([
      ['Machine', 'states', 'depot', 'Left'],
    ]);
  });

  it('anything where a name comes from its input', () => {
    const entries = [{ 'Source.$': '$.who', DetailType: '{% $states.input.what %}' }];
    expect(machine({ States: { A: put(entries) } })).toEqual([['Machine', 'states', '*', '*']]);
  });

  it('nothing if none does', () => {
    expect(machine({ States: { A: { Type: 'Pass' } } })).toEqual([]);
  });

  it('anything if its definition is elsewhere', () => {
    expect(machine({}, { DefinitionString: undefined, DefinitionS3Location: { Bucket: 'b', Key: 'k' } })).toEqual([
      ['Machine', 'states', '*', '*'],
    ]);
  });
});

describe('An API that hands requests straight to EventBridge is the producer, not the role:', () => {
  it('an HTTP API, of what its parameters name', () => {
    expect(
      said({
        Role: role('apigateway.amazonaws.com'),
        Door: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'door', ProtocolType: 'HTTP' } },
        In: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: {
            ...{ ApiId: { Ref: 'Door' }, IntegrationSubtype: 'EventBridge-PutEvents', CredentialsArn: Arn },
            RequestParameters: { Source: 'door', DetailType: '$request.body.type', Detail: '$request.body' },
          },
        },
      }),
    ).toEqual([['Door', 'api-gateway', 'door', '*']]);
  });

  it('a REST API, of what its mapping template writes out', () => {
    const template = `{"Entries": [{"Source": "door", "DetailType": "$input.path('$.type')", "Detail": "{}"}]}`;
    expect(
      said({
        Role: role('apigateway.amazonaws.com'),
        Door: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'door' } },
        In: {
          Type: 'AWS::ApiGateway::Method',
          Properties: {
            RestApiId: { Ref: 'Door' },
            Integration: {
              ...{ Credentials: Arn, RequestTemplates: { 'application/json': template } },
              // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
              Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:events:action/PutEvents' },
            },
          },
        },
      }),
    ).toEqual([['Door', 'api-gateway', 'door', '*']]);
  });

  it('an API by its OpenAPI document; a route to a queue says nothing', () => {
    const integration = (more: object) => ({
      post: { 'x-amazon-apigateway-integration': { credentials: Arn, ...more } },
    });
    const requestParameters = { Source: 'door', DetailType: 'Asked' };
    expect(
      said({
        Role: role('apigateway.amazonaws.com'),
        Door: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: {
            Body: {
              paths: {
                '/events': integration({ integrationSubtype: 'EventBridge-PutEvents', requestParameters }),
                '/queue': integration({ integrationSubtype: 'SQS-SendMessage', requestParameters: {} }),
              },
            },
          },
        },
      }),
    ).toEqual([['Door', 'api-gateway', 'door', 'Asked']]);
  });
});
