import type { CfnTable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { core, dynamodb, iam, lambda } from '#constructs/lazy-cdk.ts';
import { JOB_METADATA } from '#contracts/template-metadata.ts';

/** Which function is fed from the stream of a participant's table, and with what. */
export interface InboxStreamProps {
  readonly participant: string;
  /** The job that is fed, and its function. */
  readonly job: string;
  readonly reader: LambdaFunction;
  readonly table: Table;
  /** The jobs whose inbox items it is told of, once all are known. */
  readonly jobs: () => readonly string[];
  readonly deadLetters: Queue;
}

/**
 * Opens the stream of a participant's table and has Lambda feed a function with the new images of some jobs' inbox items: those of half
 * a minute together, so that what is done and marked as said within it comes with one invocation. To read the stream is free (DynamoDB
 * pricing: "DynamoDB Streams", calls by Lambda). Whose image is passed on, the mapping's filter decides; it knows the record's `dynamodb`
 * alone (Lambda developer guide: "Using event filtering with a DynamoDB event source"), and an item that expires has no new image.
 */
export function inboxStream(
  scope: Construct,
  { participant, job, reader, table, jobs, deadLetters }: InboxStreamProps,
) {
  const item = table.node.defaultChild as CfnTable;
  item.streamSpecification = { streamViewType: dynamodb.StreamViewType.NEW_IMAGE };
  const passed = () => ({
    dynamodb: { NewImage: { pk: { S: jobs().map((each) => ({ prefix: `inbox#${each}#` })) } } },
  });
  const mapping = new lambda.CfnEventSourceMapping(scope, 'Unsaid', {
    functionName: reader.functionName,
    eventSourceArn: item.attrStreamArn,
    // Whatever the stream holds when the mapping is made, is looked at: it is cheap to find that all was said.
    startingPosition: 'TRIM_HORIZON',
    batchSize: 1000,
    maximumBatchingWindowInSeconds: 30,
    filterCriteria: core.Lazy.any({ produce: () => ({ filters: [{ pattern: JSON.stringify(passed()) }] }) }),
    // A batch that takes too long is halved. One that fails is tried again for nearly as long as the stream has it: a day.
    bisectBatchOnFunctionError: true,
    maximumRecordAgeInSeconds: core.Duration.hours(23).toSeconds(),
    destinationConfig: { onFailure: { destination: deadLetters.queueArn } },
  });
  // The map shows what comes so as part of the job.
  mapping.addMetadata(JOB_METADATA, { participant, job });
  return mapping;
}

/** Lets Lambda read the stream in the job's role. `ListStreams` knows no resource (Service Authorization Reference: "Amazon DynamoDB"). */
export function mayReadStream(table: Table) {
  const { attrStreamArn } = table.node.defaultChild as CfnTable;
  const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((each) => `dynamodb:${each}`);
  return [
    new iam.PolicyStatement({ actions: reading, resources: [attrStreamArn] }),
    new iam.PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
  ];
}
