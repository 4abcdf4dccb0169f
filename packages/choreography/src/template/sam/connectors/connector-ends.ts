import { isDeepStrictEqual } from 'node:util';
import { isObject, objectsIn } from '#template/document/as-object.ts';
import { referredId } from '#template/sam/intrinsic.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { Resources } from '#template/sam/resources.ts';

/** One end of a connector: what is known of the resource, by its logical id or from the connector's own properties. */
export interface ConnectorEnd {
  readonly type: string;
  readonly Arn?: unknown;
  readonly RoleName?: unknown;
  readonly QueueUrl?: unknown;
  readonly ResourceId?: unknown;
  readonly Name?: unknown;
  readonly Qualifier?: unknown;
}

const PLAIN_TYPE: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
};

/** Reads one end. `other` is how the other end is written. */
export function connectorEnd(connector: string, written: unknown, other: unknown, resources: Resources): ConnectorEnd {
  if (!isObject(written)) return refuse(connector, 'Source and Destination should be maps.');
  const { Id, Qualifier, ...own } = written;
  if ((Id === undefined) === (Object.keys(own).length === 0))
    refuse(connector, "Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.");
  if (Id === undefined) {
    const { Type } = own;
    if (typeof Type !== 'string' || Type === '') return refuse(connector, "'Type' is missing or not a string.");
    return { type: PLAIN_TYPE[Type] ?? Type, ...own, Qualifier };
  }
  if (typeof Id !== 'string' || Id === '') return refuse(connector, "'Id' is missing or not a string.");
  const resource = resources[Id] ?? refuse(connector, `Unable to find resource with logical ID '${Id}'.`);
  const known = KNOWN[resource.Type]?.(Id);
  const end = { type: resource.Type, ...known, RoleName: roleName(resource.Type, resource.Properties ?? {}, other) };
  return Qualifier === undefined ? end : { ...end, Qualifier };
}

const attributeArn = (id: string) => ({ Arn: { 'Fn::GetAtt': [id, 'Arn'] } });
const api = (id: string) => ({ ...attributeArn(id), Qualifier: '*', ResourceId: { Ref: id } });

/** What SAM knows of a resource by its type. */
const KNOWN: Readonly<Record<string, (id: string) => Partial<ConnectorEnd>>> = {
  'AWS::Lambda::Function': attributeArn,
  'AWS::StepFunctions::StateMachine': (id) => ({ Arn: { Ref: id }, Name: { 'Fn::GetAtt': [id, 'Name'] } }),
  'AWS::AppSync::GraphQLApi': (id) => ({ ResourceId: { 'Fn::GetAtt': [id, 'ApiId'] }, Arn: { Ref: id } }),
  'AWS::AppSync::DataSource': (id) => ({ Arn: { Ref: id } }),
  'AWS::Events::Rule': attributeArn,
  'AWS::SQS::Queue': (id) => ({ ...attributeArn(id), QueueUrl: { Ref: id } }),
  'AWS::SNS::Topic': (id) => ({ Arn: { Ref: id } }),
  'AWS::DynamoDB::Table': attributeArn,
  'AWS::S3::Bucket': attributeArn,
  'AWS::Location::PlaceIndex': attributeArn,
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGateway::RestApi': api,
  'AWS::Events::EventBus': attributeArn,
};

const ROLE: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::AppSync::DataSource': 'ServiceRoleArn',
};

/** A reference to the name of the role in which the resource acts: of a rule, in which it delivers to the other end. */
function roleName(type: string, properties: Readonly<Record<string, unknown>>, other: unknown): unknown {
  const role = type === 'AWS::Events::Rule' ? targetRole(properties, other) : properties[ROLE[type] ?? ''];
  const id = referredId(role);
  return id === undefined ? undefined : { Ref: id };
}

function targetRole({ Targets }: Readonly<Record<string, unknown>>, other: unknown): unknown {
  const { Id, Arn } = (other ?? {}) as { Id?: unknown; Arn?: unknown };
  const target = objectsIn(Targets ?? []).find(
    (each) =>
      (Id !== undefined && referredId(each.Arn) === Id) || (Arn !== undefined && isDeepStrictEqual(each.Arn, Arn)),
  );
  return target?.RoleArn;
}
