import { AddPermissionCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { ACCOUNT, type Aws, REGION } from '../aws.ts';
import { aBus, anEntry, aRuleTo, put } from '../given/a-bus.ts';
import { createFunction, invoke } from '../given/a-function.ts';
import { aQueue, bodiesOf, messagesIn, type Queue } from '../given/a-queue.ts';
import { linesIn } from '../given/log-lines.ts';
import { guide, withRecordedText } from '../reference.ts';
import { storiesOf } from '../story.ts';

const DESTINATIONS = withRecordedText(
  guide(
    'Lambda Developer Guide',
    'Capturing records of Lambda asynchronous invocations',
    'invocation-async-retain-records',
  ),
  'lambda_/test_lambda_destinations.snapshot.json',
);
const arnOf = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** A function whose asynchronous invocations end in a queue, with no retry; its name. */
async function aFunctionWithRecords(aws: Aws, source: string, records: Queue): Promise<string> {
  const FunctionName = await createFunction(aws, { source });
  const Destination = { Destination: records.arn };
  await aws.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: Destination, OnFailure: Destination },
    }),
  );
  return FunctionName;
}

interface InvocationRecord {
  requestPayload?: { detail?: unknown };
  responsePayload?: { trace?: unknown; stackTrace?: unknown };
}

/** The record of one invocation, without the handler's trace, which is the executor's. */
async function recordIn(aws: Aws, records: Queue): Promise<InvocationRecord | null> {
  const [record] = bodiesOf(await messagesIn(aws, records, 1, 15_000)) as InvocationRecord[];
  if (record?.responsePayload) {
    delete record.responsePayload.trace;
    delete record.responsePayload.stackTrace;
  }
  return record ?? null;
}

const PERMISSIONS = guide(
  'EventBridge User Guide',
  'Using resource-based policies for Amazon EventBridge',
  'eb-use-resource-based',
);
const FAILS = "exports.handler = async () => { throw new Error('on purpose'); };";
const PRINTS = "exports.handler = async () => { console.log('it was invoked'); throw new Error('on purpose'); };";

/** Whether a function was invoked, by its log or by the record of its failure: not every engine has both. */
async function wasInvoked(aws: Aws, name: string, records: Queue, patience: number): Promise<boolean> {
  const [printed, recorded] = await Promise.all([
    linesIn(aws, `/aws/lambda/${name}`, 1, 'invoked', patience),
    messagesIn(aws, records, 1, patience),
  ]);
  return recorded.length > 0 || printed.some((line) => line.includes('it was invoked'));
}

export const LAMBDA_ASYNCHRONOUS = storiesOf('Lambda: asynchronous invocation', [
  {
    name: 'What failed for good is recorded at the failure destination',
    reference: DESTINATIONS,
    async tell(aws) {
      const records = await aQueue(aws, 'records');
      const name = await aFunctionWithRecords(aws, FAILS, records);
      await invoke(aws, name, { a: 1 }, { InvocationType: 'Event' });
      return recordIn(aws, records);
    },
    expected: {
      requestContext: {
        approximateInvokeCount: 1,
        condition: 'RetriesExhausted',
        functionArn: 'arn:aws:lambda:<region>:<account>:function:<function>:$LATEST',
        requestId: '<requestId>',
      },
      requestPayload: { a: 1 },
      responseContext: { executedVersion: '$LATEST', functionError: 'Unhandled', statusCode: 200 },
      responsePayload: { errorMessage: 'on purpose', errorType: 'Error' },
      timestamp: '<time>',
      version: '1.0',
    },
  },
  {
    name: 'What succeeded is recorded at the success destination',
    reference: DESTINATIONS,
    async tell(aws) {
      const records = await aQueue(aws, 'records');
      const name = await aFunctionWithRecords(aws, 'exports.handler = async (event) => ({ heard: event });', records);
      await invoke(aws, name, { a: 1 }, { InvocationType: 'Event' });
      return recordIn(aws, records);
    },
    expected: {
      requestContext: {
        approximateInvokeCount: 1,
        condition: 'Success',
        functionArn: 'arn:aws:lambda:<region>:<account>:function:<function>:$LATEST',
        requestId: '<requestId>',
      },
      requestPayload: { a: 1 },
      responseContext: { executedVersion: '$LATEST', statusCode: 200 },
      responsePayload: { heard: { a: 1 } },
      timestamp: '<time>',
      version: '1.0',
    },
  },
  {
    name: 'A rule invokes a function that permits it',
    reference: PERMISSIONS,
    async tell(aws) {
      const records = await aQueue(aws, 'records');
      const name = await aFunctionWithRecords(aws, PRINTS, records);
      const bus = await aBus(aws);
      const rule = await aRuleTo(aws, bus, [{ Id: 'function', Arn: arnOf(name) }]);
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: name,
          StatementId: 'rule',
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: rule.arn,
        }),
      );
      await put(aws, anEntry(bus, { a: 1 }));
      return wasInvoked(aws, name, records, 5_000);
    },
    expected: true,
  },
  {
    name: 'A rule does not invoke a function that does not permit it: the event is set aside',
    reference: PERMISSIONS,
    async tell(aws) {
      const [records, deadLetters] = [await aQueue(aws, 'records'), await aQueue(aws, 'dlq')];
      const name = await aFunctionWithRecords(aws, PRINTS, records);
      const bus = await aBus(aws);
      await aRuleTo(aws, bus, [{ Id: 'function', Arn: arnOf(name), DeadLetterConfig: { Arn: deadLetters.arn } }]);
      await put(aws, anEntry(bus, { a: 1 }));
      const aside = await messagesIn(aws, deadLetters, 1);
      return {
        aside: aside.map(({ MessageAttributes }) => MessageAttributes?.ERROR_CODE?.StringValue),
        invoked: await wasInvoked(aws, name, records, 1_000),
      };
    },
    expected: { aside: ['NO_PERMISSIONS'], invoked: false },
  },
]);
