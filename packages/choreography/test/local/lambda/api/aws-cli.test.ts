import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { awsCli, cliIsInstalled } from '../../../aws-cli/aws-cli.ts';
import { anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let folder: string;
const aws = (...parameters: string[]) => awsCli(local.runtime.endpoint, ...parameters);
const lambda = (operation: string, ...parameters: string[]) => aws('lambda', operation, ...parameters);
const on = (operation: string, ...parameters: string[]) => lambda(operation, '--function-name', 'f', ...parameters);
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const zipOf = (name: string, source: string): string => {
  writeFileSync(join(folder, name), zipSync({ 'index.js': strToU8(source) }));
  return `fileb://${join(folder, name)}`;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  local = await aRuntime(anAssembly({ Q: queue('q'), Dead: queue('dead') }));
  if (!cliIsInstalled) return;
  const code = zipOf(
    'f.zip',
    "exports.handler = async (event) => { console.log('it ran'); return process.env.STAGE ?? event; };",
  );
  const role = [
    '--role',
    'arn:aws:iam::000000000000:role/any',
    '--runtime',
    'nodejs20.x',
    '--handler',
    'index.handler',
  ];
  await on('create-function', ...role, '--zip-file', code);
});
afterAll(async () => {
  await local.runtime.stop();
  rmSync(folder, { recursive: true });
});

const needsCli = (context: TestContext) =>
  context.skip(!cliIsInstalled, 'The AWS CLI is not installed here: install it to run this test.');

describe('the unmodified AWS CLI', { timeout: 60_000 }, () => {
  it('invokes a function and shows the end of its log', async (context) => {
    needsCli(context);
    const answer = join(folder, 'answer.json');
    const invoked = await on('invoke', '--log-type', 'Tail', '--payload', '{"a":1}', answer);
    expect(JSON.parse(readFileSync(answer, 'utf8'))).toEqual({ a: 1 });
    const { LogResult } = invoked as { LogResult: string };
    expect(Buffer.from(LogResult, 'base64').toString()).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\n\S+\t\S+\tINFO\tit ran\nEND RequestId: \S+\nREPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\t/,
    );
  });

  it('changes a function’s configuration and code, and has its code back', async (context) => {
    needsCli(context);
    const before = (await on('get-function-configuration')) as { CodeSha256: string; RevisionId: string };
    const changed = await on(
      'update-function-configuration',
      ...['--timeout', '7', '--memory-size', '256', '--environment', 'Variables={STAGE=changed}', '--description', 'x'],
    );
    expect(changed).toMatchObject({
      ...{ FunctionArn: ARN, Timeout: 7, MemorySize: 256, Description: 'x', Runtime: 'nodejs20.x' },
      ...{ Environment: { Variables: { STAGE: 'changed' } }, LastUpdateStatus: 'Successful' },
      CodeSha256: before.CodeSha256,
    });
    await lambda('wait', 'function-updated', '--function-name', 'f');
    const source = 'exports.handler = async () => process.env.STAGE;';
    const updated = await on('update-function-code', '--zip-file', zipOf('g.zip', source));
    expect((updated as typeof before).CodeSha256).not.toBe(before.CodeSha256);
    const answer = join(folder, 'answer.json');
    await on('invoke', answer);
    expect(JSON.parse(readFileSync(answer, 'utf8'))).toBe('changed');
    const { Code } = (await on('get-function')) as { Code: { RepositoryType: string; Location: string } };
    expect(Code.RepositoryType).toBe('S3');
    const zip = new Uint8Array(await (await fetch(Code.Location)).arrayBuffer());
    expect(Buffer.from(unzipSync(zip)['index.js'] ?? []).toString()).toBe(source);
    await expect(on('update-function-configuration', '--timeout', '901')).rejects.toThrow(
      "Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    );
    await expect(on('update-function-configuration', '--layers', `${ARN}:1`)).rejects.toThrow('cannot honour Layers');
  });

  it('grants permissions, shows them and takes them away', async (context) => {
    needsCli(context);
    await expect(on('get-policy')).rejects.toThrow('The resource you requested does not exist.');
    await expect(on('remove-permission', '--statement-id', 'rule')).rejects.toThrow(
      'No policy is associated with the given resource.',
    );
    const grant = ['--action', 'lambda:InvokeFunction', '--principal', 'events.amazonaws.com'];
    await on('add-permission', '--statement-id', 'rule', ...grant);
    await expect(on('add-permission', '--statement-id', 'rule', ...grant)).rejects.toThrow(
      'The statement id (rule) provided already exists.',
    );
    const { Policy } = (await on('get-policy')) as { Policy: string };
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        {
          ...{ Sid: 'rule', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
          ...{ Action: 'lambda:InvokeFunction', Resource: ARN },
        },
      ],
    });
    await expect(on('remove-permission', '--statement-id', 'other')).rejects.toThrow(
      'Statement other is not found in resource policy.',
    );
    await on('remove-permission', '--statement-id', 'rule');
    await expect(on('get-policy')).rejects.toThrow('ResourceNotFoundException');
  });

  it('configures asynchronous invocation and concurrency', async (context) => {
    needsCli(context);
    const none = `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`;
    await expect(on('get-function-event-invoke-config')).rejects.toThrow(none);
    const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:000000000000:dead' };
    await on(
      ...['put-function-event-invoke-config', '--maximum-retry-attempts', '1'],
      ...['--destination-config', JSON.stringify({ OnFailure })],
    );
    await on('update-function-event-invoke-config', '--maximum-event-age-in-seconds', '600');
    expect(await on('get-function-event-invoke-config')).toMatchObject({
      ...{ FunctionArn: `${ARN}:$LATEST`, MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 600 },
      DestinationConfig: { OnSuccess: {}, OnFailure },
    });
    expect(await on('list-function-event-invoke-configs')).toMatchObject({ FunctionEventInvokeConfigs: [{}] });
    await on('delete-function-event-invoke-config');
    await expect(on('delete-function-event-invoke-config')).rejects.toThrow(none);
    await on('put-function-concurrency', '--reserved-concurrent-executions', '2');
    expect(await on('get-function-concurrency')).toEqual({ ReservedConcurrentExecutions: 2 });
    expect(await on('get-function')).toMatchObject({ Concurrency: { ReservedConcurrentExecutions: 2 } });
    await on('delete-function-concurrency');
    expect(await on('get-function')).not.toHaveProperty('Concurrency');
  });

  it('gives a function a URL', async (context) => {
    needsCli(context);
    await expect(on('get-function-url-config')).rejects.toThrow('The resource you requested does not exist.');
    const { FunctionUrl } = (await on('create-function-url-config', '--auth-type', 'NONE')) as { FunctionUrl: string };
    expect(await (await fetch(FunctionUrl)).text()).toBe('changed');
    await expect(on('create-function-url-config', '--auth-type', 'NONE')).rejects.toThrow(
      'FunctionUrlConfig exists for this Lambda function',
    );
    expect(await on('update-function-url-config', '--auth-type', 'AWS_IAM')).toMatchObject({ AuthType: 'AWS_IAM' });
    expect((await fetch(FunctionUrl)).status).toBe(403);
    await on('delete-function-url-config');
    expect((await fetch(FunctionUrl)).status).toBe(404);
  });

  it('feeds a function from a queue', async (context) => {
    needsCli(context);
    const source = ['--event-source-arn', 'arn:aws:sqs:us-east-1:000000000000:q'];
    const made = (await on('create-event-source-mapping', ...source, '--batch-size', '5')) as { UUID: string };
    expect(made).toMatchObject({ State: 'Creating', BatchSize: 5, FunctionArn: ARN, FunctionResponseTypes: [] });
    const id = ['--uuid', made.UUID];
    expect(await lambda('get-event-source-mapping', ...id)).toMatchObject({ State: 'Enabled' });
    expect(await on('list-event-source-mappings', ...source)).toMatchObject({
      EventSourceMappings: [{ UUID: made.UUID }],
    });
    await lambda(
      ...['update-event-source-mapping', ...id, '--function-response-types', 'ReportBatchItemFailures'],
      ...(['--scaling-config', 'MaximumConcurrency=2'] as const),
    );
    expect(await lambda('get-event-source-mapping', ...id)).toMatchObject({
      ...{ BatchSize: 5, FunctionResponseTypes: ['ReportBatchItemFailures'] },
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const QueueUrl = `${local.runtime.endpoint}/000000000000/q`;
    await on('update-function-code', '--zip-file', zipOf('h.zip', 'exports.handler = async () => ({});'));
    await aws('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'hello');
    await local.runtime.idle();
    expect(await local.attributesOf('q')).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
    expect(await lambda('delete-event-source-mapping', ...id)).toMatchObject({ State: 'Deleting' });
    await expect(lambda('get-event-source-mapping', ...id)).rejects.toThrow('ResourceNotFoundException');
  });

  it('lists functions page by page', async (context) => {
    needsCli(context);
    const code = zipOf('h.zip', 'exports.handler = async () => {};');
    const role = [
      '--role',
      'arn:aws:iam::000000000000:role/any',
      '--runtime',
      'nodejs20.x',
      '--handler',
      'index.handler',
    ];
    for (const name of ['g', 'h'])
      await lambda('create-function', '--function-name', name, ...role, '--zip-file', code);
    const { Functions, NextMarker } = (await lambda('list-functions', '--no-paginate', '--max-items', '2')) as {
      Functions: { FunctionName: string }[];
      NextMarker?: string;
    };
    expect(NextMarker).toBe('g');
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(['f', 'g']);
    expect(await lambda('list-functions', '--page-size', '1')).toMatchObject({
      Functions: [{ FunctionName: 'f' }, { FunctionName: 'g' }, { FunctionName: 'h' }],
    });
  });
});
