import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { personalWithoutEnd } from '#check/findings/events/personal-without-end.ts';
import { defineEvent } from '#contracts/define-event.ts';
import { personal } from '#contracts/personal.ts';
import { eventJsonSchema } from '#contracts/schema/json-schema.ts';
import { personalData } from '#personal/personal-data.ts';
import { personalFields } from '#personal/personal-fields.ts';

const Borrowed = defineEvent({
  ...{ source: 'library.desk', type: 'BookBorrowed', version: 1, correlateBy: 'loan' },
  data: z.object({ loan: z.string(), reader: z.object({ id: z.string(), name: personal(z.string()) }) }),
});
const Put = {
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Resource: { 'Fn::GetAtt': ['Bus', 'Arn'] },
  Condition: { StringEquals: { 'events:source': Borrowed.source, 'events:detail-type': Borrowed.type } },
};
const role = (...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { Policies: [{ PolicyName: 'may', PolicyDocument: { Statement } }] },
});

/** A desk that says what it keeps in its table, a post that hears it with a dead-letter queue, an archive, a log group. */
const library = (ends: boolean) => ({
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'library' } },
  Contract: {
    Type: 'AWS::EventSchemas::Schema',
    Properties: {
      ...{ RegistryName: 'library', SchemaName: `${Borrowed.source}@${Borrowed.type}`, Type: 'JSONSchemaDraft4' },
      Content: JSON.stringify(eventJsonSchema(Borrowed)),
    },
  },
  Archive: {
    Type: 'AWS::Events::Archive',
    Properties: {
      ...{ ArchiveName: 'all', SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] } },
      ...(ends && { RetentionDays: 7 }),
    },
  },
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'desk',
      ...(ends && { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }),
    },
  },
  LendRole: role(Put, {
    ...{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['inbox#lend#*'] } },
  }),
  Lend: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Role: { 'Fn::GetAtt': ['LendRole', 'Arn'] },
      Environment: { Variables: { TABLE_NAME: { Ref: 'Table' } } },
    },
    Metadata: {
      'choreography:job': {
        ...{ participant: 'desk', job: 'lend', oncePer: 'loan' },
        emits: [{ source: Borrowed.source, type: Borrowed.type, version: 1 }],
      },
    },
  },
  Letters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters' } },
  Clerk: role({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }),
  Audit: {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: 'audit', ...(ends && { RetentionInDays: 30 }) },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      ...{ EventBusName: { Ref: 'Bus' }, EventPattern: { source: [Borrowed.source] } },
      Targets: [
        {
          ...{ Id: 'audit', Arn: { 'Fn::GetAtt': ['Audit', 'Arn'] } },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Letters', 'Arn'] } },
        },
      ],
    },
  },
});
const stores = (ends: boolean) => personalData([{ name: 'library', template: { Resources: library(ends) } }]);

describe('Where personal data is kept', () => {
  it('is told from templates and contracts, with its end and its readers', () => {
    const holds = [{ event: 'library.desk BookBorrowed', fields: ['reader.name'] }];
    expect(stores(true)).toEqual([
      ...[
        { kind: 'archive', template: 'library', id: 'Archive', name: 'all', as: 'whole', days: 7, holds, readers: [] },
      ],
      ...[{ kind: 'logs', template: 'library', id: 'Audit', name: 'audit', as: 'whole', days: 30, holds, readers: [] }],
      {
        ...{ kind: 'queue', template: 'library', id: 'Letters', name: 'letters', as: 'whole', days: 4, holds },
        readers: [{ name: 'desk/Clerk', keys: null }],
      },
      {
        ...{ kind: 'table', template: 'library', id: 'Table', name: 'desk', as: 'outcomes', days: 53, holds },
        readers: [{ name: 'desk/lend', keys: ['inbox#lend#*'] }],
      },
    ]);
  });

  it('is found by check where nothing ends it', () => {
    expect(personalWithoutEnd(stores(true))).toEqual([]);
    expect(personalWithoutEnd(stores(false)).map(({ name }) => name)).toEqual([
      'personal-without-end archive all',
      'personal-without-end logs audit',
      'personal-without-end table desk',
    ]);
  });

  it('is found wherever an event is taken on to: topics, pipes, streams, buckets, state machines, functions without a log group', () => {
    const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
    const group = (LogGroupName: string) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } });
    const resource = (Type: string, Properties: Readonly<Record<string, unknown>> = {}) => ({
      Type: `AWS::${Type}`,
      Properties,
    });
    const { Rule, ...others } = library(true);
    const targets = [...[arn('Firehose'), arn('Stream'), arn('Machine'), arn('Clerk2'), { Ref: 'Topic' }]].map(
      (Arn, i) => ({ Id: `${i}`, Arn }),
    );
    const resources = {
      ...others,
      Rule: { ...Rule, Properties: { ...Rule.Properties, Targets: targets } },
      Topic: resource('SNS::Topic'),
      ToQueue: resource('SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arn('Queue') }),
      Queue: resource('SQS::Queue', { QueueName: 'subscribed' }),
      Pipe: resource('Pipes::Pipe', {
        ...{ Name: 'pipe', Source: arn('Queue'), Target: arn('Piped') },
        LogConfiguration: {
          ...{ IncludeExecutionData: ['ALL'], CloudwatchLogsLogDestination: { LogGroupArn: arn('PipeLogs') } },
        },
      }),
      Piped: group('piped'),
      PipeLogs: group('pipe-logs'),
      Stream: resource('Kinesis::Stream', { Name: 'stream', RetentionPeriodHours: 48 }),
      Bucket: resource('S3::Bucket', { BucketName: 'lake' }),
      Firehose: resource('KinesisFirehose::DeliveryStream', {
        ExtendedS3DestinationConfiguration: { BucketARN: arn('Bucket') },
      }),
      Machine: resource('StepFunctions::StateMachine', {
        LoggingConfiguration: {
          ...{ IncludeExecutionData: true },
          Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: arn('MachineLogs') } }],
        },
      }),
      MachineLogs: group('machine-logs'),
      Clerk2: resource('Lambda::Function', {
        ...{ FunctionName: 'clerk', DeadLetterConfig: { TargetArn: arn('Failed') } },
      }),
      Failed: resource('SQS::Queue', { QueueName: 'failed' }),
    };
    const found = personalData([{ name: 'library', template: { Resources: resources } }]);
    expect(
      personalWithoutEnd(found)
        .map(({ name }) => name.replace('personal-without-end ', ''))
        .sort(),
    ).toEqual([...['bucket lake', 'logs /aws/lambda/clerk', 'logs machine-logs', 'logs pipe-logs', 'logs piped']]);
    const days = Object.fromEntries(found.map(({ name, days: kept }) => [name, kept]));
    expect(days).toMatchObject({ stream: 2, subscribed: 4, failed: 4 });
  });

  it('is every field that a contract marks, however deep it stands', () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(path, fc.array(fc.constantFrom('object', 'array', 'optional'), { maxLength: 4 }), (fields, wraps) => {
        const field = fields.reduceRight<z.ZodType>((inner, key, i) => {
          const wrapped = wraps[i] === 'array' ? z.array(inner) : wraps[i] === 'optional' ? inner.optional() : inner;
          return z.object({ [key]: wrapped, [`${key}_other`]: z.string() });
        }, personal(z.string()));
        expect(personalFields(z.toJSONSchema(field, { target: 'draft-4', io: 'input' }))).toEqual([fields.join('.')]);
      }),
    );
  });
});
