import { ACCOUNT, PARTITION, REGION } from '#local/runtime/account.ts';
import { type Identity, physicalName, type Resource } from './types/resource-type.ts';

/**
 * What `Ref` and `Fn::GetAtt` of a resource give that does not run here, or of which nothing does: names and ARNs of the shape that AWS has, and addresses
 * that lead to this machine, where they are answered with an error.
 */
export function plausibleIdentity(type: string, resource: Resource): Identity {
  const name = nameOf(type, resource);
  return { ref: REF_IS_ARN.test(type) ? arnOf(type, name) : name };
}

/** The value of one attribute of a resource that does not run here. */
export function plausibleAttribute(type: string, resource: Resource, attribute: string): string {
  const name = nameOf(type, resource);
  if (/Arn$/.test(attribute)) return arnOf(type, name);
  if (/(Url|URL|Uri|URI|Endpoint)$/.test(attribute)) return `${resource.endpoint}${LEFT_OUT_PATH}${name}`;
  if (/Domain(Name)?$|^Endpoint\.Address$/.test(attribute)) return `${name.toLowerCase()}.invalid`;
  if (/Port$/.test(attribute)) return '1';
  return /(Name|Id)$/.test(attribute) ? name : `${name}-${attribute}`;
}

/** Where the addresses of what does not run lead to. */
export const LEFT_OUT_PATH = '/_left-out/';

/** The service of a type, by its name in ARNs and signatures: `s3`. */
export function serviceOf(type: string): string {
  const namespace = type.split('::')[1] ?? type;
  return SERVICES[namespace] ?? namespace.toLowerCase();
}

const SERVICES: Readonly<Record<string, string>> = {
  StepFunctions: 'states',
  Cognito: 'cognito-idp',
  EventSchemas: 'schemas',
  KinesisFirehose: 'firehose',
  ApiGatewayV2: 'apigateway',
  ElasticLoadBalancingV2: 'elasticloadbalancing',
  OpenSearchService: 'es',
};

/** Types whose `Ref` is their ARN (CloudFormation template reference: "Return values"). */
const REF_IS_ARN =
  /^AWS::(StepFunctions::(StateMachine|Activity)|ECS::(TaskDefinition|Service)|Batch::|SNS::|ElasticLoadBalancingV2::|CertificateManager::|EventSchemas::)/;

/** How the last part of an ARN begins, where it is not the type's own name. */
const IN_ARN: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'stateMachine:',
  'AWS::StepFunctions::Activity': 'activity:',
  'AWS::CloudWatch::Alarm': 'alarm:',
  'AWS::KinesisFirehose::DeliveryStream': 'deliverystream/',
  'AWS::Cognito::UserPool': 'userpool/',
  'AWS::RDS::DBCluster': 'cluster:',
  'AWS::RDS::DBInstance': 'db:',
  'AWS::RDS::DBProxy': 'db-proxy:',
  'AWS::ECS::TaskDefinition': 'task-definition/',
};

function arnOf(type: string, name: string): string {
  if (type === 'AWS::S3::Bucket') return `arn:${PARTITION}:s3:::${name}`;
  const kind = IN_ARN[type] ?? `${(type.split('::').at(-1) ?? '').toLowerCase()}/`;
  return `arn:${PARTITION}:${serviceOf(type)}:${REGION}:${ACCOUNT}:${kind}${name}`;
}

/** The name that the template gives, or the one that CloudFormation would; buckets have no capitals. */
function nameOf(type: string, resource: Resource): string {
  const own = `${type.split('::').at(-1)}Name`;
  const property = [own, 'Name'].find((each) => typeof resource.properties[each] === 'string') ?? own;
  const name = physicalName(resource, property);
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}
