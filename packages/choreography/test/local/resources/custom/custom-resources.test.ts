import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, describe, expect, it } from 'vitest';
import { StateFile } from '#local/state/state-file.ts';
import { anAssembly, table } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>> | undefined;
afterEach(async () => {
  await local?.runtime.stop();
  local = undefined;
});
const run = async (resources: object, options: Parameters<typeof aRuntime>[1] = {}) => {
  local = await aRuntime(anAssembly(resources), options);
  return local;
};

const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const inline = (ZipFile: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Timeout: 20,
    Role: att('Role', 'Arn'),
    Code: { ZipFile },
    ...properties,
  },
});
const role = (...actions: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    },
    Policies: actions.map((Action) => ({
      PolicyName: Action.replace(':', '-'),
      PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } },
    })),
  },
});

/** As the CDK's handlers answer: by HTTPS to the host and the path alone, whatever port the address has. */
const ANSWER = `const https = require('https');
const url = require('url');
const answer = (event, more) => new Promise((resolve, reject) => {
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = event;
  const { hostname, path } = url.parse(ResponseURL);
  const body = JSON.stringify({ Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, ...more });
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const request = https.request({ hostname, path, method: 'PUT', headers }, (got) => {
    got.resume();
    got.statusCode === 200 ? resolve() : reject(new Error('answered ' + got.statusCode));
  });
  request.on('error', reject);
  request.end(body);
});
`;
/** Says each request that it got in its log. */
const MAKER = inline(`${ANSWER}exports.handler = async (event) => {
  const { RequestType, PhysicalResourceId, ResourceType, ResourceProperties, OldResourceProperties } = event;
  console.log('got ' + JSON.stringify({ RequestType, PhysicalResourceId, ResourceType, ResourceProperties, OldResourceProperties }));
  await answer(event, { PhysicalResourceId: 'made-of-' + ResourceProperties.Name, Data: { Upper: ResourceProperties.Name.toUpperCase(), Parts: ['x', 'y'], Count: 2 } });
};`);
const SHOWING = `exports.handler = async () => process.env.SHOWN;`;
const token = { ServiceToken: att('Maker', 'Arn') };
const thing = (Name: unknown, more: object = {}) => ({
  Type: 'Custom::Thing',
  Properties: { ...token, Name, ...more },
});
const showing = (...values: unknown[]) =>
  inline(SHOWING, { FunctionName: 'shows', Environment: { Variables: { SHOWN: { 'Fn::Join': [' ', values] } } } });
const SYSTEM = {
  Role: role(),
  Maker: MAKER,
  Shows: showing({ Ref: 'Thing' }, att('Thing', 'Upper'), { 'Fn::Select': [1, att('Thing', 'Parts')] }),
  Thing: thing('ink', { Size: 3, Is: { Wet: true } }),
};
const shown = () => local?.answerOf('shows');
const requests = () =>
  (local?.notices ?? []).flatMap((notice) =>
    notice.kind === 'log' && notice.line.includes('got {')
      ? [JSON.parse(notice.line.slice(notice.line.indexOf('{')))]
      : [],
  );

describe('a custom resource whose function is in the templates', () => {
  it('is made before what needs its values', async () => {
    await run(SYSTEM);
    expect(await shown()).toBe('made-of-ink INK y');
    expect(requests()).toEqual([
      {
        RequestType: 'Create',
        ResourceType: 'Custom::Thing',
        ResourceProperties: {
          ServiceToken: 'arn:aws:lambda:us-east-1:000000000000:function:App-Maker',
          Name: 'ink',
          Size: '3',
          Is: { Wet: 'true' },
        },
      },
    ]);
  });

  it('may need the values of another', async () => {
    const Second = {
      ...thing({ 'Fn::Join': ['-', [att('Thing', 'Upper'), '2']] }),
      Type: 'AWS::CloudFormation::CustomResource',
    };
    await run({ Second, ...SYSTEM, Shows: showing(att('Second', 'Upper'), att('Second', 'Count')) });
    expect(await shown()).toBe('INK-2 2');
    expect(requests().map(({ ResourceProperties: { Name } }) => Name)).toEqual(['ink', 'INK-2']);
  });

  it('is made after what it depends on', async () => {
    await run({ ...SYSTEM, Early: { ...thing('early'), DependsOn: 'Shows' } });
    expect(requests().map(({ ResourceProperties: { Name } }) => Name)).toEqual(['ink', 'early']);
  });

  it('is changed when its properties are, and only then', async () => {
    const { runtime } = await run(SYSTEM);
    expect(await runtime.redeploy(anAssembly(SYSTEM))).toEqual([]);
    const changes = await runtime.redeploy(anAssembly({ ...SYSTEM, Thing: thing('pen') }));
    expect(changes).toEqual([
      { did: 'changed', type: 'Custom::Thing', name: 'made-of-pen' },
      { did: 'changed', type: 'AWS::Lambda::Function', name: 'shows' },
    ]);
    expect(await shown()).toBe('made-of-pen PEN y');
    const [, update, replaced] = requests();
    expect(update).toMatchObject({
      RequestType: 'Update',
      PhysicalResourceId: 'made-of-ink',
      ResourceProperties: { Name: 'pen' },
      OldResourceProperties: { Name: 'ink', Size: '3' },
    });
    // As CloudFormation does with what an update replaced.
    expect(replaced).toMatchObject({ RequestType: 'Delete', PhysicalResourceId: 'made-of-ink' });
  });

  it('is deleted when no template has it any more, while its function still runs', async () => {
    const { runtime, lambda } = await run(SYSTEM);
    const changes = await runtime.redeploy(anAssembly({ Role: role() }));
    expect(changes).toContainEqual({ did: 'removed', type: 'Custom::Thing', name: 'made-of-ink' });
    expect(requests().map(({ RequestType }) => RequestType)).toEqual(['Create', 'Delete']);
    expect((await lambda.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
  });

  it('is not made again by another start that keeps the state', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'custom-'));
    const state = () => new StateFile(join(folder, 'state'));
    try {
      await run(SYSTEM, { state: state() });
      await local?.runtime.stop();
      await run(SYSTEM, { state: state() });
      expect(await shown()).toBe('made-of-ink INK y');
      expect(requests()).toEqual([]);
      await local?.runtime.stop();
      await run({ ...SYSTEM, Thing: thing('pen') }, { state: state() });
      expect(requests().map(({ RequestType }) => RequestType)).toEqual(['Update', 'Delete']);
      await local?.runtime.stop();
      local = undefined;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('finds in another start what was kept, and changes it', async () => {
    const Maker = inline(
      `${ANSWER}const { SQSClient, SendMessageCommand, ReceiveMessageCommand } = require('@aws-sdk/client-sqs');
const { DynamoDBClient, ScanCommand, PutItemCommand } = require('@aws-sdk/client-dynamodb');
exports.handler = async (event) => {
  const [dynamodb, sqs, QueueUrl] = [new DynamoDBClient(), new SQSClient(), process.env.QUEUE];
  const { Count } = await dynamodb.send(new ScanCommand({ TableName: 'items' }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }));
  await dynamodb.send(new PutItemCommand({ TableName: 'items', Item: { id: { S: event.RequestType } } }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: event.RequestType }));
  await answer(event, { PhysicalResourceId: 'p', Data: { Found: Count + ' and ' + Messages.length } });
};`,
      { Environment: { Variables: { QUEUE: { Ref: 'Queue' } } } },
    );
    const system = (Name: string) => ({
      Role: role('dynamodb:*', 'sqs:*'),
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
      Items: table('items'),
      Maker,
      Thing: thing(Name),
      Shows: showing(att('Thing', 'Found')),
    });
    const folder = mkdtempSync(join(tmpdir(), 'custom-'));
    const start = (name: string) => run(system(name), { state: new StateFile(join(folder, 'state')) });
    try {
      const first = await start('a');
      expect(await shown()).toBe('0 and 0');
      // Nothing of the first start is there twice.
      expect((await first.attributesOf('queue')).ApproximateNumberOfMessages).toBe('1');
      await local?.runtime.stop();
      const second = await start('b');
      expect(await shown()).toBe('1 and 1');
      expect((await second.attributesOf('queue')).ApproximateNumberOfMessages).toBe('2');
      await local?.runtime.stop();
      const Waiting = { Type: 'AWS::SQS::Queue', Properties: { QueueName: att('Thing', 'Found') } };
      await expect(
        aRuntime(anAssembly({ ...system('c'), Waiting }), { state: new StateFile(join(folder, 'state')) }),
      ).rejects.toThrow(
        'App: AWS::SQS::Queue Waiting needs a value of a custom resource that is to be made or changed',
      );
      local = undefined;
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('calls AWS by the role of its function', async () => {
    const Maker = inline(`${ANSWER}const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
exports.handler = async (event) => {
  try {
    await new SSMClient().send(new PutParameterCommand({ Name: '/made', Value: 'by it', Type: 'String' }));
    await answer(event, { PhysicalResourceId: 'p' });
  } catch (error) {
    await answer(event, { Status: 'FAILED', Reason: error.message });
  }
};`);
    const { access } = await run({ Role: role('ssm:PutParameter'), Maker, Thing: thing('a') });
    const found = await new SSMClient(access).send(new GetParameterCommand({ Name: '/made' }));
    expect(found.Parameter?.Value).toBe('by it');
    await expect(aRuntime(anAssembly({ Role: role(), Maker, Thing: thing('a') }))).rejects.toThrow(
      /App: Custom::Thing Thing: Create by its function "App-Maker" failed: .*not authorized to perform: ssm:PutParameter/,
    );
  });

  it('is answered by cfn-response in inline code', async () => {
    const Maker = inline(`const response = require('cfn-response');
exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Upper: 'BY CFN' }, 'id');`);
    await run({ Role: role(), Maker, Thing: thing('a'), Shows: showing(att('Thing', 'Upper')) });
    expect(await shown()).toBe('BY CFN');
  });

  it('is answered by cfnresponse in inline Python', async () => {
    const Maker = inline(
      `import cfnresponse
def handler(event, context):
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Upper": event["RequestType"]}, "id")
`,
      { Runtime: 'python3.13' },
    );
    await run({ Role: role(), Maker, Thing: thing('a'), Shows: showing(att('Thing', 'Upper')) });
    expect(await shown()).toBe('Create');
  });
});

describe('a custom resource that fails', () => {
  const failing = (code: string, more: object = {}) => ({
    Role: role(),
    Maker: inline(`${ANSWER}exports.handler = async (event) => { ${code} };`),
    Thing: thing('a', more),
    Shows: showing(att('Thing', 'Upper')),
  });
  it.each([
    ['says so', `await answer(event, { Status: 'FAILED', Reason: 'no ink left.' })`, 'failed: no ink left.'],
    ['throws', `throw new Error('broken')`, 'failed: Error: broken'],
    ['has no id', `await answer(event, {})`, 'failed: its response has no PhysicalResourceId.'],
    [
      'says too much',
      `await answer(event, { PhysicalResourceId: 'a', Data: { Long: 'x'.repeat(5000) } })`,
      'bytes, and CloudFormation takes 4096.',
    ],
    [
      'lacks an attribute',
      `await answer(event, { PhysicalResourceId: 'a' })`,
      'Fn::GetAtt of Thing.Upper: the Data of its function\'s response has no "Upper"',
    ],
  ])('is one sentence when its function %s', async (_, code, sentence) => {
    await expect(run(failing(code))).rejects.toThrow(sentence);
  });

  it('is one sentence when its function is silent', async () => {
    await expect(run(failing('', { ServiceTimeout: 1 }))).rejects.toThrow(
      'App: Custom::Thing Thing: Create by its function "App-Maker" failed: it sent no response within 1 s.',
    );
  });

  it('is left out with --leave-out-unsupported, and the rest runs', async () => {
    const { notices } = await run(failing(`await answer(event, { Status: 'FAILED', Reason: 'no ink' })`), {
      leaveOut: { names: [], unsupported: true },
    });
    expect(notices).toContainEqual({
      kind: 'left-out',
      what: expect.objectContaining({ id: 'Thing', why: expect.stringContaining('failed: no ink.') }),
    });
    expect(await shown()).toBe('a-Upper');
  });

  it('is left out if it was given the name of what is left out', async () => {
    const system = { ...failing(`throw new Error('no such bucket')`), Bucket: { Type: 'AWS::S3::Bucket' } };
    const { notices } = await run(
      { ...system, Thing: thing({ Ref: 'Bucket' }) },
      { leaveOut: { names: ['AWS::S3::*'], unsupported: false } },
    );
    expect(notices).toContainEqual({
      kind: 'left-out',
      what: expect.objectContaining({ id: 'Thing', why: 'it needs Bucket, which is left out' }),
    });
  });

  it('is not deleted when it is left out', async () => {
    const system = { ...SYSTEM, Shows: showing(att('Thing', 'Upper')) };
    const { runtime } = await run(system, { leaveOut: { names: [], unsupported: true } });
    const { Maker } = failing(`console.log('got ' + JSON.stringify(event)); throw new Error('broken')`);
    await runtime.redeploy(anAssembly({ ...system, Maker, Thing: thing('pen') }));
    expect(requests().map(({ RequestType }) => RequestType)).toEqual(['Create', 'Update']);
  });

  it('leaves what ran before as it was', async () => {
    const { runtime } = await run(SYSTEM);
    const { Maker } = failing(`await answer(event, { Status: 'FAILED', Reason: 'no ink' })`);
    await expect(runtime.redeploy(anAssembly({ ...SYSTEM, Maker, Thing: thing('pen') }))).rejects.toThrow(
      'Update by its function "App-Maker" failed: no ink.',
    );
    expect(await shown()).toBe('made-of-ink INK y');
  });
});

describe('a custom resource that nothing here can make', () => {
  it.each([
    ['arn:aws:lambda:us-east-1:000000000000:function:elsewhere', 'no template here has the function that makes it'],
    ['arn:aws:sns:us-east-1:000000000000:topic', 'it is made by a topic'],
  ])('is refused by name: %s', async (ServiceToken, why) => {
    const refused = run({ Thing: { Type: 'Custom::Thing', Properties: { ServiceToken } } });
    await expect(refused).rejects.toThrow(`App: Custom::Thing (Thing): ${why}`);
  });

  it('is refused when it needs what needs it', async () => {
    const Maker = inline('', { Environment: { Variables: { VALUE: att('Thing', 'Upper') } } });
    await expect(run({ Role: role(), Maker, Thing: thing('a') })).rejects.toThrow('refer to each other in a circle');
  });
});
