import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, queue, table } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local.runtime.stop());

const parcels = (StreamViewType = 'NEW_AND_OLD_IMAGES') =>
  table('parcels', { BillingMode: 'PAY_PER_REQUEST', StreamSpecification: { StreamViewType } });
const mapping = (properties: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    ...{ EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] }, FunctionName: { Ref: 'Reader' } },
    StartingPosition: 'TRIM_HORIZON',
    ...properties,
  },
});
/** Says what it is given; fails for an item `poison`. */
const READER = `exports.handler = async ({ Records }) => {
  const ids = Records.map(({ eventName, dynamodb }) => eventName + ' ' + dynamodb.Keys.id.S);
  const at = ids.findIndex((id) => id.endsWith('poison'));
  console.log((at < 0 ? 'took ' : 'failed ') + ids.join(', '));
  if (at >= 0 && process.env.PARTIAL) return { batchItemFailures: [{ itemIdentifier: Records[at].dynamodb.SequenceNumber }] };
  if (at >= 0) throw new Error('poison');
};`;
const run = async (properties: object, more: object = {}, reader: object = {}) => {
  const resources = { Table: parcels(), Reader: aFunction('reader', reader), Mapping: mapping(properties), ...more };
  local = await aRuntime(anAssembly(resources, { reader: READER }));
  return new DynamoDBClient(local.access);
};
const put = (client: DynamoDBClient, id: string, of = 'x') =>
  client.send(new PutItemCommand({ TableName: 'parcels', Item: { id: { S: id }, of: { S: of } } }));
const said = () =>
  local.notices.flatMap((notice) => {
    const [words] = (notice.kind === 'log' && /^(?:took|failed) .*/.exec(notice.line)) || [];
    return words === undefined ? [] : [words];
  });

describe('a function that a stream feeds', () => {
  it('is told of each change in order, and of no write that changes nothing', async () => {
    const client = await run({ BatchSize: 1 });
    await put(client, 'a');
    await put(client, 'a');
    await put(client, 'a', 'y');
    await client.send(new DeleteItemCommand({ TableName: 'parcels', Key: { id: { S: 'a' } } }));
    await local.runtime.idle();
    expect(said()).toEqual(['took INSERT a', 'took MODIFY a', 'took REMOVE a']);
  });

  it('is told only of what its filter lets through', async () => {
    const Pattern = JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { of: { S: ['glass'] } } } });
    const client = await run({ BatchSize: 1, FilterCriteria: { Filters: [{ Pattern }] } });
    await put(client, 'wood', 'wood');
    await put(client, 'glass', 'glass');
    await local.runtime.idle();
    expect(said()).toEqual(['took INSERT glass']);
  });

  it('gets a batch when it is full, before its window closes', async () => {
    const client = await run({ BatchSize: 3, MaximumBatchingWindowInSeconds: 300 });
    for (const id of ['a', 'b', 'c']) await put(client, id);
    await vi.waitFor(() => expect(said()).toEqual(['took INSERT a, INSERT b, INSERT c']), { timeout: 10_000 });
  });

  it('has a batch that fails split, until what it fails for is alone and told to the destination', async () => {
    const destination = { DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Lost', 'Arn'] } } } };
    const client = await run(
      {
        BatchSize: 4,
        MaximumBatchingWindowInSeconds: 300,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 0,
        ...destination,
      },
      { Lost: queue('lost') },
    );
    for (const id of ['a', 'b', 'poison', 'c']) await put(client, id);
    const record = JSON.parse((await local.messageIn('lost')).Body ?? '');
    expect(record).toMatchObject({
      requestContext: {
        ...{ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 },
        functionArn: expect.stringMatching(/^arn:aws:lambda:.*:function:./),
      },
      DDBStreamBatchInfo: { batchSize: 1, streamArn: expect.stringContaining('table/parcels/stream/') },
    });
    expect(record.DDBStreamBatchInfo.startSequenceNumber).toBe(record.DDBStreamBatchInfo.endSequenceNumber);
    await local.runtime.idle();
    expect(said()).toEqual([
      'failed INSERT a, INSERT b, INSERT poison, INSERT c',
      'took INSERT a, INSERT b',
      'failed INSERT poison, INSERT c',
      'failed INSERT poison',
      'took INSERT c',
    ]);
  });

  it('gets again only what its answer names as failed, and what came after it', async () => {
    const client = await run(
      {
        BatchSize: 3,
        MaximumBatchingWindowInSeconds: 300,
        MaximumRetryAttempts: 1,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
      {},
      { Environment: { Variables: { PARTIAL: 'yes' } } },
    );
    for (const id of ['a', 'poison', 'b']) await put(client, id);
    await vi.waitFor(() => expect(local.notices).toContainEqual(expect.objectContaining({ kind: 'event-lost' })), {
      timeout: 10_000,
    });
    expect(said()[0]).toBe('failed INSERT a, INSERT poison, INSERT b');
    expect(said()[1]).toBe('failed INSERT poison, INSERT b');
  });

  it('holds up what comes after a batch that fails, until that is handled', async () => {
    const client = await run({ BatchSize: 1, MaximumRetryAttempts: 1 });
    await put(client, 'poison');
    await put(client, 'b');
    await local.runtime.idle();
    expect(said()).toEqual(['failed INSERT poison', 'failed INSERT poison', 'took INSERT b']);
  });

  it('needs a role that may read the stream', async () => {
    const role = {
      Type: 'AWS::IAM::Role',
      Properties: { RoleName: 'reader', AssumeRolePolicyDocument: { Statement: [] } },
    };
    const resources = {
      ...{ Table: parcels(), Role: role, Mapping: mapping() },
      Reader: aFunction('reader', { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
    };
    await expect(aRuntime(anAssembly(resources, { reader: READER }))).rejects.toThrow(
      /Cannot access stream arn:aws:dynamodb:.*Please ensure the role can perform the GetRecords/,
    );
    local = await aRuntime(anAssembly({}));
  });
});
