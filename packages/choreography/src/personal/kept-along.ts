import { asJson, asObject, objectsIn } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import type { StoreKind } from './readers.ts';

/** A place that keeps what is delivered to it. */
export interface KeptAt {
  readonly kind: StoreKind;
  readonly at: SystemResource;
}

/**
 * Finds what keeps an event that is delivered to a resource: that itself, where it is set aside, and what it is taken on to, by
 * subscriptions, pipes and delivery streams, or logged to whole, as by pipes and state machines that log execution data.
 */
export function keptAlong(system: System, first: SystemResource | undefined): KeptAt[] {
  const kept: KeptAt[] = [];
  const seen = new Set<SystemResource>();
  const visit = (at: SystemResource | undefined): void => {
    if (!at || seen.has(at)) return;
    seen.add(at);
    const kind = KIND[at.type];
    if (kind) kept.push({ kind, at });
    for (const reference of [...(ONWARD[at.type]?.(at) ?? []), ...takenOn(system, at)])
      if (reference !== undefined) visit(system.find(reference) ?? system.referredIn(String(reference)));
  };
  visit(first);
  return kept;
}

const KIND: Readonly<Record<string, StoreKind>> = {
  'AWS::SQS::Queue': 'queue',
  'AWS::Logs::LogGroup': 'logs',
  'AWS::Kinesis::Stream': 'stream',
  'AWS::S3::Bucket': 'bucket',
};

/** What a resource names itself as the next place. */
const ONWARD: Readonly<Record<string, (at: SystemResource) => unknown[]>> = {
  'AWS::SQS::Queue': (queue) => [redrive(queue.read('RedrivePolicy'))],
  'AWS::Lambda::Function': (job) => [asObject(job.read('DeadLetterConfig')).TargetArn],
  'AWS::SNS::Topic': (topic) => objectsIn(topic.read('Subscription')).map(({ Endpoint }) => Endpoint),
  'AWS::KinesisFirehose::DeliveryStream': (stream) =>
    ['S3DestinationConfiguration', 'ExtendedS3DestinationConfiguration'].map(
      (name) => asObject(stream.read(name)).BucketARN,
    ),
  'AWS::StepFunctions::StateMachine': (machine) => {
    const { IncludeExecutionData, Destinations } = asObject(machine.read('LoggingConfiguration'));
    if (String(IncludeExecutionData) !== 'true') return [];
    return objectsIn(Destinations).map(({ CloudWatchLogsLogGroup }) => groupOf(CloudWatchLogsLogGroup));
  },
  'AWS::Pipes::Pipe': (pipe) => {
    const { IncludeExecutionData, CloudwatchLogsLogDestination } = asObject(pipe.read('LogConfiguration'));
    const logged = IncludeExecutionData === undefined ? [] : [groupOf(CloudwatchLogsLogDestination)];
    return [pipe.read('Target'), ...logged];
  },
};

/** What names a resource as where it takes things from. */
const takenOn = (system: System, at: SystemResource): unknown[] => [
  ...system
    .resources('AWS::Pipes::Pipe')
    .flatMap((pipe) => (system.find(pipe.read('Source')) === at ? [pipe.arn] : [])),
  ...system
    .resources('AWS::SNS::Subscription')
    .filter((subscription) => system.find(subscription.read('TopicArn')) === at)
    .flatMap((subscription) => [subscription.read('Endpoint'), redrive(subscription.read('RedrivePolicy'))]),
  ...system
    .resources('AWS::Lambda::EventInvokeConfig')
    .filter((config) => system.find(config.read('FunctionName')) === at)
    .map((config) => asObject(asObject(config.read('DestinationConfig')).OnFailure).Destination),
];

const redrive = (policy: unknown): unknown => asObject(asJson(policy)).deadLetterTargetArn;

/** The ARN of a log group, which ends with `:*` where statements want it so. */
function groupOf(destination: unknown): unknown {
  const arn = asObject(destination).LogGroupArn;
  return typeof arn === 'string' ? arn.replace(/:\*$/, '') : arn;
}
