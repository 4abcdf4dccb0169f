// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import type { GivenStack, Resources } from './a-stack.ts';
import { attribute, FUNCTION_ROLE, functionOf, ref } from './templates.ts';

/** Lets the API invoke a function. */
const permission = (id: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: ref(id), Principal: 'apigateway.amazonaws.com' },
    SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' },
  },
});

const ofHttpApi = (kind: string, Properties: object) => ({
  Type: `AWS::ApiGatewayV2::${kind}`,
  Properties: { ApiId: ref('Api'), ...Properties },
});
const route = (RouteKey: string, integration: string) =>
  ofHttpApi('Route', { RouteKey, Target: { 'Fn::Join': ['/', ['integrations', ref(integration)]] } });
const httpApi = (name: string): Resources => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: name, ProtocolType: 'HTTP' } },
  Stage: ofHttpApi('Stage', { StageName: '$default', AutoDeploy: true }),
});
/** An HTTP API whose routes all lead to one function. */
export const httpApiTo = (source: string, ...routes: string[]): GivenStack => ({
  resources: (name) => ({
    ...httpApi(name('api')),
    ...FUNCTION_ROLE,
    Door: functionOf(name('door'), source),
    Permission: permission('Door'),
    ToDoor: ofHttpApi('Integration', {
      ...{ IntegrationType: 'AWS_PROXY', IntegrationUri: attribute('Door'), PayloadFormatVersion: '2.0' },
    }),
    ...Object.fromEntries(routes.map((key, at) => [`Route${at}`, route(key, 'ToDoor')])),
  }),
});
/** An HTTP API that hands what is posted to a service. */
export const httpApiStraight = (
  subtype: string,
  parameters: object,
  role: object,
  more: (name: (word: string) => string) => Resources,
): GivenStack => ({
  resources: (name) => ({
    ...httpApi(name('api')),
    ...more(name),
    ApiRole: role as Resources[string],
    Straight: ofHttpApi('Integration', {
      ...{ IntegrationType: 'AWS_PROXY', IntegrationSubtype: subtype, CredentialsArn: attribute('ApiRole') },
      ...{ PayloadFormatVersion: '1.0', RequestParameters: parameters },
    }),
    Route: route('POST /letters', 'Straight'),
  }),
});

const ofRestApi = (kind: string, Properties: object) => ({
  Type: `AWS::ApiGateway::${kind}`,
  Properties: { RestApiId: ref('Api'), ...Properties },
});
/** A REST API that hands `/letters/{id}` to a function. */
export const restApiTo = (source: string): GivenStack => ({
  stage: 'prod',
  resources: (name) => ({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name('api') } },
    ...FUNCTION_ROLE,
    Door: functionOf(name('door'), source),
    Permission: permission('Door'),
    Letters: ofRestApi('Resource', { PathPart: 'letters', ParentId: attribute('Api', 'RootResourceId') }),
    Letter: ofRestApi('Resource', { PathPart: '{id}', ParentId: ref('Letters') }),
    Method: ofRestApi('Method', {
      ...{ HttpMethod: 'POST', ResourceId: ref('Letter'), AuthorizationType: 'NONE' },
      Integration: {
        ...{ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST' },
        Uri: {
          'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Door.Arn}/invocations',
        },
      },
    }),
    Deployment: { ...ofRestApi('Deployment', {}), DependsOn: ['Method'] },
    Stage: ofRestApi('Stage', { StageName: 'prod', DeploymentId: ref('Deployment'), Variables: { colour: 'blue' } }),
  }),
});
