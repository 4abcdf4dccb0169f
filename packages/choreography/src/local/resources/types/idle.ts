import { plausibleIdentity } from '#local/resources/plausible-identity.ts';
import type { ResourceType } from './resource-type.ts';

/** The types of which nothing runs here, by the reason: their resources watch, guard, document or deploy others, and carry no event. */
const IDLE: Readonly<Record<string, readonly string[]>> = {
  'Nobody is paged by a laptop.': ['CloudWatch::Alarm', 'CloudWatch::AnomalyDetector', 'CloudWatch::CompositeAlarm'],
  'The monitor is the dashboard here.': [
    ...['ApplicationInsights::Application', 'CloudWatch::Dashboard', 'Logs::Delivery'],
    ...['Logs::DeliveryDestination', 'Logs::DeliverySource', 'Logs::MetricFilter', 'Logs::QueryDefinition'],
    ...['XRay::Group', 'XRay::SamplingRule'],
  ],
  'It reports to AWS which constructs are used.': ['CDK::Metadata'],
  'A published contract is read by people, not at run time.': [
    ...['EventSchemas::Discoverer', 'EventSchemas::Registry', 'EventSchemas::RegistryPolicy', 'EventSchemas::Schema'],
  ],
  'Nothing is encrypted or kept at rest here.': [
    ...['Backup::BackupPlan', 'Backup::BackupSelection', 'Backup::BackupVault', 'KMS::Alias', 'KMS::Key'],
  ],
  'There is no network of AWS here: what runs reaches what this machine reaches.': [
    ...['EC2::EIP', 'EC2::InternetGateway', 'EC2::NatGateway', 'EC2::Route', 'EC2::RouteTable', 'EC2::SecurityGroup'],
    ...['EC2::SecurityGroupEgress', 'EC2::SecurityGroupIngress', 'EC2::Subnet', 'EC2::SubnetRouteTableAssociation'],
    ...['EC2::VPC', 'EC2::VPCEndpoint', 'EC2::VPCGatewayAttachment'],
  ],
  'Nobody but this machine asks here.': [
    ...['WAFv2::IPSet', 'WAFv2::LoggingConfiguration', 'WAFv2::RegexPatternSet', 'WAFv2::WebACL'],
    'WAFv2::WebACLAssociation',
  ],
  'There are no domain names here: an API has its own address.': [
    ...[
      'ApiGateway::BasePathMapping',
      'ApiGateway::DomainName',
      'ApiGatewayV2::ApiMapping',
      'ApiGatewayV2::DomainName',
    ],
    ...['CertificateManager::Certificate', 'Route53::HostedZone', 'Route53::RecordSet'],
  ],
  'Nothing is throttled or scaled here.': [
    ...['ApiGateway::UsagePlan', 'ApiGateway::UsagePlanKey', 'ApplicationAutoScaling::ScalableTarget'],
    'ApplicationAutoScaling::ScalingPolicy',
  ],
  'A route that asks for a key is refused by itself.': ['ApiGateway::ApiKey'],
  'A route that has its requests validated is refused by itself.': [
    ...['ApiGateway::Model', 'ApiGateway::RequestValidator', 'ApiGatewayV2::Model'],
  ],
  'What changes is there at once: nothing is delivered step by step.': [
    ...['CodeBuild::Project', 'CodeDeploy::Application', 'CodeDeploy::DeploymentConfig', 'CodeDeploy::DeploymentGroup'],
    ...['CodePipeline::Pipeline', 'CodeStarConnections::Connection'],
  ],
  'It is for people.': [
    ...['Budgets::Budget', 'ResourceGroups::Group', 'ServiceCatalogAppRegistry::Application'],
    ...['ServiceCatalogAppRegistry::AttributeGroup', 'ServiceCatalogAppRegistry::ResourceAssociation'],
  ],
};

const idle = (type: string, why: string): ResourceType => ({
  honours: [],
  idle: why,
  identify: (resource) => plausibleIdentity(type, resource),
});

/** The types of which nothing runs here, by CloudFormation type: references to such a resource get a plausible name or ARN. */
export const IDLE_TYPES: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  Object.entries(IDLE).flatMap(([why, names]) =>
    names.map((name) => [`AWS::${name}`, idle(`AWS::${name}`, why)] as const),
  ),
);
