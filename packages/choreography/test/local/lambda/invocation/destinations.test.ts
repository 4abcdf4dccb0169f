import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, queue, queuePolicy } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local.runtime.stop());

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const CODE = {
  works: 'exports.handler = async () => "well";',
  fails: 'exports.handler = async () => { throw new Error("on purpose"); };',
};
const config = (name: string, destinations: object) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: name, Qualifier: '$LATEST', MaximumRetryAttempts: 0, DestinationConfig: destinations },
});
const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'told' } };
const subscription = {
  Type: 'AWS::SNS::Subscription',
  Properties: { TopicArn: arn('sns', 'told'), Protocol: 'sqs', Endpoint: arn('sqs', 'q'), RawMessageDelivery: true },
};

/** Functions in a role that has one statement, and what else there is. */
async function start(statement: object | undefined, more: object): Promise<void> {
  const inRole = { Role: 'arn:aws:iam::000000000000:role/r' };
  const Policies = statement && [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', ...statement } } }];
  local = await aRuntime(
    anAssembly(
      {
        Q: queue('q'),
        Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {}, Policies } },
        Works: aFunction('works', inRole),
        Fails: aFunction('fails', inRole),
        ...more,
      },
      CODE,
    ),
  );
}
const invoke = async (FunctionName: string) => {
  await local.lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{"a":1}' }));
  await local.runtime.idle();
};
const configure = (OnSuccess: string) =>
  local.lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      ...{ FunctionName: 'works', MaximumRetryAttempts: 0 },
      DestinationConfig: { OnSuccess: { Destination: OnSuccess } },
    }),
  );
const bodyIn = async (name: string) => JSON.parse((await local.messageIn(name)).Body ?? '');

describe('a destination of asynchronous invocations', () => {
  it.each([
    ['SendMessage', arn('sqs', 'q')],
    ['Publish', arn('sns', 'told')],
    ['InvokeFunction', arn('lambda', 'function:fails')],
  ])('that the role may not %s to is refused in Lambda’s words, and told', async (action, destination) => {
    await start({ Action: 'dynamodb:*', Resource: '*' }, { Topic: topic });
    await expect(configure(destination)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: `The function's execution role does not have permissions to call ${action} on ${destination}`,
    });
    expect(local.notices).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'access-denied', who: 'works', refused: true },
        remedy: { add: { Effect: 'Allow', Action: expect.stringMatching(`:${action}$`), Resource: destination } },
      }),
    );
  });

  it('of a template is refused so at the start', async () => {
    await expect(
      start(undefined, { Config: config('works', { OnFailure: { Destination: arn('sqs', 'q') } }) }),
    ).rejects.toThrow(
      `App: AWS::Lambda::EventInvokeConfig Config: The function's execution role does not have permissions to call SendMessage on ${arn('sqs', 'q')}.`,
    );
  });

  it('that the role no longer allows gets nothing, and that is told', async () => {
    await start({ Action: 'sqs:SendMessage', Resource: '*' }, {});
    await configure(arn('sqs', 'q'));
    const Role = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {} } };
    const inRole = { Role: 'arn:aws:iam::000000000000:role/r' };
    await local.runtime.redeploy(
      anAssembly({ Q: queue('q'), Role, Works: aFunction('works', inRole), Fails: aFunction('fails', inRole) }, CODE),
    );
    await invoke('works');
    expect(local.notices.filter(({ kind }) => kind !== 'log')).toEqual([
      expect.objectContaining({ kind: 'access-denied', who: 'works' }),
      expect.objectContaining({
        kind: 'event-lost',
        error: expect.stringMatching(
          /^It succeeded; its destination did not take it: User: .* is not authorized to perform: sqs:SendMessage/,
        ),
      }),
    ]);
    expect(await local.attributesOf('q')).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('may be a topic', async () => {
    await start(
      { Action: 'sns:Publish', Resource: arn('sns', 'told') },
      { Topic: topic, Subscription: subscription, QPolicy: queuePolicy('Q', 'sns.amazonaws.com') },
    );
    await configure(arn('sns', 'told'));
    await invoke('works');
    expect(await bodyIn('q')).toMatchObject({ requestContext: { condition: 'Success' }, responsePayload: 'well' });
  });

  it('may be a bus, if the role allows the source and the type that Lambda’s records have', async () => {
    const only = (type: string) => ({
      ...{ Action: 'events:PutEvents', Resource: '*' },
      Condition: { StringEquals: { 'events:source': 'lambda', 'events:detail-type': type } },
    });
    await start(only('Lambda Function Invocation Result - Failure'), {});
    await configure(arn('events', 'event-bus/default'));
    await invoke('works');
    expect(local.notices).toContainEqual(expect.objectContaining({ kind: 'access-denied', who: 'works' }));
  });

  it('that Lambda does not know, or that is the function itself, is refused', async () => {
    await start({ Action: '*', Resource: '*' }, {});
    await expect(configure(arn('kinesis', 'stream/s'))).rejects.toThrow(
      `The destination ARN ${arn('kinesis', 'stream/s')} is invalid.`,
    );
    await expect(configure(arn('lambda', 'function:works'))).rejects.toThrow(
      "You can't specify the function as a destination for itself.",
    );
  });
});

describe('the dead-letter queue of a function', () => {
  it('gets the event itself, with the error as attributes', async () => {
    const DeadLetterConfig = { TargetArn: arn('sqs', 'q') };
    const role = 'arn:aws:iam::000000000000:role/r';
    await start(
      { Action: 'sqs:SendMessage', Resource: '*' },
      {
        Fails: aFunction('fails', { Role: role, DeadLetterConfig }),
        Config: config('fails', {}),
      },
    );
    await invoke('fails');
    const { Body, MessageAttributes } = await local.messageIn('q');
    expect(Body).toBe('{"a":1}');
    expect(MessageAttributes).toEqual({
      RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'on purpose' },
    });
  });
});
