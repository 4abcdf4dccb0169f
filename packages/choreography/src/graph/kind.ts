import { parseArn } from '#template/system/arn.ts';
import type { Kind } from './graph.ts';

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
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
  'AWS::Scheduler::Schedule': 'schedule',
};

/** What an ARN leads to. */
export function kindOfArn(text: string): Kind {
  const arn = parseArn(text);
  if (arn?.service === 'events') return arn.resource.startsWith('api-destination') ? 'api-destination' : 'bus';
  return KIND_OF_SERVICE[arn?.service ?? ''] ?? 'other';
}

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
};
