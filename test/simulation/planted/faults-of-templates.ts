import type { TemplateFault } from './planted-fault.ts';

/** Faults in the templates. */
export const FAULTS_OF_TEMPLATES: readonly TemplateFault[] = [
  {
    name: 'what a job fails on is not tried again and has no dead-letter queue',
    resource: 'DispatchOrderFunctionEventInvokeConfig',
    type: 'AWS::Lambda::EventInvokeConfig',
    change: ({ DestinationConfig: _, ...rest }) => ({ ...rest, MaximumRetryAttempts: 0 }),
    violates: /nothing that was accepted is lost|dead-letter queue/,
  },
  {
    name: 'a job may not publish',
    resource: 'AwardPointsPermissions',
    type: 'AWS::IAM::Policy',
    change: ({ PolicyDocument, ...rest }) => ({ ...rest, PolicyDocument: without('events:PutEvents', PolicyDocument) }),
    violates: /no call is refused by a policy/,
  },
  {
    name: 'a rule is so wide that a job hears what it says itself',
    resource: 'ConfirmOrderOnOrderPlaced',
    type: 'AWS::Events::Rule',
    change: (properties) => ({
      ...properties,
      EventPattern: {
        source: ['shop.checkout', 'shop.email'],
        'detail-type': ['OrderPlaced', 'OrderConfirmationSent'],
      },
    }),
    violates: /chain of events/,
  },
  {
    name: 'a rule is so wide that who is told of a rejection is told of a dispatch',
    resource: 'ApologiseOnOrderRejected',
    type: 'AWS::Events::Rule',
    change: (properties) => ({ ...properties, EventPattern: { source: ['shop.warehouse'] } }),
    violates: /hears how the order ended/,
  },
  {
    name: 'a rule is so narrow that nobody hears of a rejection',
    resource: 'ReversePointsOnOrderRejected',
    type: 'AWS::Events::Rule',
    change: (properties) => ({
      ...properties,
      EventPattern: { source: ['shop.warehouse'], 'detail-type': ['OrderRejectd'] },
    }),
    violates: /points are those of the order/,
  },
  {
    name: 'a rule may not call its function',
    resource: 'AnnounceDispatchOnOrderDispatchedAllow',
    type: 'AWS::Lambda::Permission',
    change: (properties) => ({ ...properties, Principal: 's3.amazonaws.com' }),
    violates: /no call is refused by a policy|nothing that was accepted is lost/,
  },
  {
    name: 'what a job fails on may not be put in its retry queue',
    resource: 'AwardPointsPermissions',
    type: 'AWS::IAM::Policy',
    change: ({ PolicyDocument, ...rest }) => ({ ...rest, PolicyDocument: without('sqs:SendMessage', PolicyDocument) }),
    violates: /no call is refused by a policy|nothing that was accepted is lost/,
  },
  {
    name: 'a queue does not hear which messages failed',
    resource: 'RecordMessages',
    type: 'AWS::Lambda::EventSourceMapping',
    change: ({ FunctionResponseTypes: _, ...rest }) => rest,
    violates: /monitor's state|completed is said/,
  },
  {
    name: 'a retry queue keeps messages for a minute',
    resource: 'ConfirmOrderRetries',
    type: 'AWS::SQS::Queue',
    change: (properties) => ({ ...properties, MessageRetentionPeriod: 60 }),
    violates: /each delivery is done|every order is confirmed/,
  },
  {
    name: 'nothing reads a retry queue',
    resource: 'PlaceOrderAgain',
    type: 'AWS::Lambda::EventSourceMapping',
    change: (properties) => ({ ...properties, Enabled: false }),
    violates: /comes to rest|dispatched or rejected/,
  },
  {
    name: 'a function has no environment to run in',
    resource: 'AwardPointsFunction',
    type: 'AWS::Lambda::Function',
    change: (properties) => ({ ...properties, ReservedConcurrentExecutions: 0 }),
    violates: /comes to rest|set aside is done|points are those/,
  },
  {
    name: 'what a function fails on is put in two dead-letter queues',
    resource: 'DispatchOrderFunctionEventInvokeConfig',
    type: 'AWS::Lambda::EventInvokeConfig',
    change: (properties) => ({
      ...properties,
      DestinationConfig: { OnFailure: { Destination: arnOf('DispatchOrderDeadLetters200717D0') } },
    }),
    also: [
      {
        resource: 'DispatchOrderFunction',
        type: 'AWS::Lambda::Function',
        change: (properties) => ({
          ...properties,
          DeadLetterConfig: { TargetArn: arnOf('ReceiveStockDeadLetters87C6DCA7') },
        }),
      },
      {
        resource: 'DispatchOrderPermissions',
        type: 'AWS::IAM::Policy',
        change: ({ PolicyDocument, ...rest }) => ({
          ...rest,
          PolicyDocument: {
            ...Object(PolicyDocument),
            Statement: [
              ...Object(PolicyDocument).Statement,
              { Action: 'sqs:SendMessage', Effect: 'Allow', Resource: '*' },
            ],
          },
        }),
      },
    ],
    violates: /exactly one dead-letter queue/,
  },
];

const arnOf = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A policy without an action. */
function without(action: string, policy: unknown): object {
  const { Statement, ...rest } = policy as { Statement: readonly { Action: unknown }[] };
  return { ...rest, Statement: Statement.filter(({ Action }) => ![Action].flat().includes(action)) };
}
