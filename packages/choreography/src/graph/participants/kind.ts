import type { Kind } from '#graph/graph.ts';
import { parseArn } from '#template/system/arn.ts';

/** What a resource type is on the map. */
export const kindOfType = (type: string): Kind => KIND_OF_TYPE[type] ?? 'other';

const KIND_OF_TYPE: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': 'lambda',
  'AWS::SQS::Queue': 'sqs',
  'AWS::SNS::Topic': 'sns',
  'AWS::StepFunctions::StateMachine': 'states',
  'AWS::Kinesis::Stream': 'kinesis',
  'AWS::KinesisFirehose::DeliveryStream': 'firehose',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::Events::EventBus': 'bus',
  'AWS::Events::ApiDestination': 'api-destination',
  'AWS::ECS::Cluster': 'ecs',
  'AWS::Pipes::Pipe': 'pipe',
  'AWS::CodeBuild::Project': 'codebuild',
  'AWS::CodePipeline::Pipeline': 'codepipeline',
  'AWS::AppSync::GraphQLApi': 'appsync',
  'AWS::Batch::JobQueue': 'batch',
  'AWS::ApiGateway::RestApi': 'api-gateway',
  'AWS::ApiGatewayV2::Api': 'api-gateway',
  'AWS::Glue::Workflow': 'glue',
  'AWS::Redshift::Cluster': 'redshift',
  'AWS::RedshiftServerless::Workgroup': 'redshift',
  'AWS::SageMaker::Pipeline': 'sagemaker',
  'AWS::SSM::Document': 'ssm',
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
  'AWS::Scheduler::Schedule': 'schedule',
};

/** What an ARN leads to. */
export function kindOfArn(text: string): Kind {
  const arn = parseArn(text);
  if (arn?.service === 'events') return KIND_OF_EVENTS[arn.resource.split('/')[0] ?? ''] ?? 'bus';
  return KIND_OF_SERVICE[arn?.service ?? ''] ?? 'other';
}

/** What is meant by an ARN of EventBridge (EventBridge user guide: "Targets available in the EventBridge console"). */
const KIND_OF_EVENTS: Readonly<Record<string, Kind>> = { 'api-destination': 'api-destination', target: 'built-in' };

const KIND_OF_SERVICE: Readonly<Record<string, Kind>> = {
  lambda: 'lambda',
  sqs: 'sqs',
  sns: 'sns',
  states: 'states',
  kinesis: 'kinesis',
  firehose: 'firehose',
  logs: 'logs',
  ecs: 'ecs',
  pipes: 'pipe',
  codebuild: 'codebuild',
  codepipeline: 'codepipeline',
  appsync: 'appsync',
  batch: 'batch',
  'execute-api': 'api-gateway',
  glue: 'glue',
  redshift: 'redshift',
  'redshift-serverless': 'redshift',
  sagemaker: 'sagemaker',
  ssm: 'ssm',
};
