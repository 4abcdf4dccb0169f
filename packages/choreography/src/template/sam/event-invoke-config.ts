import { made, type Resources, type SamResource } from './resources.ts';

interface Destination {
  readonly Type?: string;
  readonly Destination?: unknown;
}

/** What the function's role needs to reach a destination. */
const ACTION: Readonly<Record<string, string>> = {
  EventBridge: 'events:PutEvents',
  Lambda: 'lambda:InvokeFunction',
  SNS: 'sns:Publish',
  SQS: 'sqs:SendMessage',
};

/** A function's asynchronous invocations: retries, and where outcomes go. The statements let its role send them there. */
export function eventInvokeConfig(sam: SamResource): { resources: Resources; statements: object[] } {
  const { id, properties } = sam;
  const config = properties.EventInvokeConfig;
  if (!config) return { resources: {}, statements: [] };
  const { OnSuccess, OnFailure } = (config.DestinationConfig ?? {}) as {
    OnSuccess?: Destination;
    OnFailure?: Destination;
  };
  const destination = (to: Destination | undefined) =>
    to?.Destination === undefined ? undefined : { Destination: to.Destination };
  const statements = [OnSuccess, OnFailure].flatMap((to) => {
    const action = ACTION[to?.Type ?? ''];
    return action && to?.Destination ? [{ Effect: 'Allow', Action: action, Resource: to.Destination }] : [];
  });
  const resource = made(sam, 'AWS::Lambda::EventInvokeConfig', {
    FunctionName: { Ref: id },
    Qualifier: '$LATEST',
    MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds,
    MaximumRetryAttempts: config.MaximumRetryAttempts,
    DestinationConfig:
      destination(OnSuccess) || destination(OnFailure)
        ? {
            ...(destination(OnSuccess) && { OnSuccess: destination(OnSuccess) }),
            ...(destination(OnFailure) && { OnFailure: destination(OnFailure) }),
          }
        : undefined,
  });
  return { resources: { [`${id}EventInvokeConfig`]: resource }, statements };
}
