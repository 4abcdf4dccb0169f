import type { NamedTemplate } from '../packages/choreography/src/template/template.ts';

const RULES = 10;

/**
 * A system of many participants on one bus, as the CDK would write it: each has ten jobs, each of which hears one event of
 * another participant by one rule, and says one of its own. One listens to everything. Nothing runs in a circle.
 */
export const generateSystem = (participants: number): NamedTemplate[] => [
  ...Array.from({ length: participants }, (_, index) => ({
    name: `P${index}`,
    template: { Resources: participant(index) },
  })),
  { name: 'Listener', template: { Resources: listener() } },
];

type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

function participant(index: number): Resources {
  const jobs = Array.from({ length: RULES }, (_, job) => {
    // Whoever comes later hears somebody who came before.
    const heard = index === 0 ? 'outside' : `p${Math.floor((index * (job + 1)) / (RULES + 1))}`;
    return Object.entries(jobOf(`p${index}`, job, heard));
  });
  return Object.fromEntries(jobs.flat());
}

/** It says nothing. */
const listener = (): Resources => ({
  Keep: { Type: 'AWS::Lambda::Function', Properties: {} },
  KeepLost: { Type: 'AWS::SQS::Queue', Properties: {} },
  ...ruleFor('Everything', 'Keep', { source: [{ 'anything-but': ['nobody'] }] }),
});

function jobOf(source: string, job: number, heard: string) {
  const id = `Job${job}`;
  return {
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: `${id}Role` }],
        PolicyDocument: {
          Statement: [
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
            {
              Effect: 'Allow',
              Action: 'events:PutEvents',
              Resource: {
                'Fn::Join': [
                  '',
                  [
                    'arn:',
                    { Ref: 'AWS::Partition' },
                    ':events:',
                    { Ref: 'AWS::Region' },
                    ':',
                    { Ref: 'AWS::AccountId' },
                    ':event-bus/big',
                  ],
                ],
              },
              Condition: {
                'ForAllValues:StringEquals': { 'events:source': [source], 'events:detail-type': [`Did${job}`] },
              },
            },
          ],
        },
      },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'b', S3Key: 'k' },
      },
    },
    [`${id}Lost`]: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1209600 } },
    ...ruleFor(`${id}Rule`, id, { source: [heard], 'detail-type': [`Did${job}`] }),
  };
}

const ruleFor = (rule: string, id: string, EventPattern: object) => ({
  [rule]: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: 'big',
      EventPattern,
      Targets: [
        {
          Id: 'Target0',
          Arn: { 'Fn::GetAtt': [id, 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [`${id}Lost`, 'Arn'] } },
          RetryPolicy: { MaximumRetryAttempts: 185 },
        },
      ],
    },
  },
  [`${rule}MayInvoke`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [id, 'Arn'] },
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
    },
  },
  [`${rule}MaySend`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: `${id}Lost` }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: { 'Fn::GetAtt': [`${id}Lost`, 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } },
          },
        ],
      },
    },
  },
});
