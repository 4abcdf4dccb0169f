import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { whyNotRun } from '#local/lambda/runtime-api/runtime-command.ts';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

/** Speaks to the Runtime API as a runtime of any language does: it answers what it was asked, or does what the event says. */
const BOOTSTRAP = `#!/bin/sh
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
[ "$FAILS" = init ] && curl -s -X POST "$api/init/error" -d '{"errorType":"Init.Broken","errorMessage":"no such thing"}' >/dev/null && exit 1
echo "begun by $AWS_LAMBDA_FUNCTION_NAME" >&2
while :; do
  head=$(mktemp)
  event=$(curl -s -D "$head" "$api/invocation/next")
  id=$(grep -i '^lambda-runtime-aws-request-id' "$head" | tr -d '\\r' | cut -d' ' -f2)
  arn=$(grep -i '^lambda-runtime-invoked-function-arn' "$head" | tr -d '\\r' | cut -d' ' -f2)
  rm "$head"
  echo "took $event"
  case $event in
    *fail*) curl -s -X POST "$api/invocation/$id/error" -d '{"errorType":"Broken","errorMessage":"as asked","stackTrace":[]}' >/dev/null ;;
    *exit*) exit 3 ;;
    *wait*) cat >/dev/null < /dev/zero ;;
    *other*) curl -s -X POST "$api/invocation/another/response" -d '"x"' -o answer ; curl -s -X POST "$api/invocation/$id/response" --data-binary @answer >/dev/null ;;
    *) curl -s -X POST "$api/invocation/$id/response" -d "{\\"event\\":$event,\\"arn\\":\\"$arn\\",\\"home\\":\\"$HOME\\",\\"table\\":\\"$TABLE\\"}" >/dev/null ;;
  esac
done
`;

function aBootstrap(assembly: string, asset: string): void {
  const file = join(assembly, asset, 'bootstrap');
  writeFileSync(file, BOOTSTRAP);
  chmodSync(file, 0o755);
}

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const provided = { Runtime: 'provided.al2023', Handler: 'any', Timeout: 2 };
  const assembly = anAssembly(
    {
      Shell: aFunction('shell', { ...provided, Environment: { Variables: { TABLE: 'books' } } }),
      Broken: aFunction('broken', { ...provided, Environment: { Variables: { FAILS: 'init' } } }),
    },
    { shell: '', broken: '' },
  );
  for (const asset of ['shell', 'broken']) aBootstrap(assembly, asset);
  local = await aRuntime(assembly);
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string, payload: unknown = {}) {
  const { Payload, FunctionError } = await local.lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
  );
  return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString() || 'null') };
}

const logOf = async (name: string) => {
  const logs = new CloudWatchLogsClient(local.access);
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
  return events.map(({ message }) => message);
};

describe('a function that brings its bootstrap', () => {
  it('is handed an event with its headers, in its own environment alone', async () => {
    expect(await invoke('shell', { a: 1 })).toEqual({
      error: undefined,
      payload: {
        event: { a: 1 },
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:shell',
        home: '',
        table: 'books',
      },
    });
  });

  it('answers with the error that it posts, and goes on', async () => {
    const failed = { errorType: 'Broken', errorMessage: 'as asked', stackTrace: [] };
    expect(await invoke('shell', { fail: 1 })).toEqual({ error: 'Unhandled', payload: failed });
    expect((await invoke('shell', { b: 2 })).payload).toMatchObject({ event: { b: 2 } });
  });

  it('writes what it prints into its log, between the lines of Lambda', async () => {
    await invoke('shell', { c: 3 });
    await vi.waitFor(async () => {
      const lines = await logOf('shell');
      expect(lines).toContain('begun by shell');
      expect(lines.indexOf('took {"c":3}')).toBeGreaterThan(0);
    });
  });

  it('is told when it answers what it was not asked', async () => {
    const { payload } = await invoke('shell', { other: 1 });
    expect(payload).toEqual({ errorMessage: 'Invalid request ID', errorType: 'InvalidRequestID' });
  });

  it('has ended with its process, and is begun anew', async () => {
    const { error, payload } = await invoke('shell', { exit: 1 });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: [\w-]+ Error: Runtime exited with error: exit status 3$/),
    });
    expect((await invoke('shell', { d: 4 })).payload).toMatchObject({ event: { d: 4 } });
  });

  it('is ended after its timeout, with what it has begun', async () => {
    const { payload } = await invoke('shell', { wait: 1 });
    expect(payload.errorMessage).toMatch(/Task timed out after 2.00 seconds$/);
    expect((await invoke('shell', { e: 5 })).payload).toMatchObject({ event: { e: 5 } });
  });

  it('tells why it could not begin', async () => {
    expect((await invoke('broken')).payload).toMatchObject({ errorType: 'Init.Broken', errorMessage: 'no such thing' });
  });
});

it('A runtime that is not run is refused in a sentence, by the API as in a template', async () => {
  expect(whyNotRun('java21')).toBe(
    'runtime "java21" is not run: Node.js is, Python, and what brings its own bootstrap (provided.al2023)',
  );
  const make = local.lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: 'made', Runtime: 'java21', Handler: 'A::b', Role: 'arn:aws:iam::000000000000:role/any' },
      Code: { ZipFile: zipSync({ a: strToU8('') }) },
    }),
  );
  await expect(make).rejects.toThrow('runtime "java21" is not run');
});

it('A function that came as a zip keeps its bootstrap executable', async () => {
  await local.lambda.send(
    new CreateFunctionCommand({
      ...{ FunctionName: 'zipped', Runtime: 'provided.al2023', Handler: 'any', Timeout: 10 },
      Role: 'arn:aws:iam::000000000000:role/any',
      Code: { ZipFile: zipSync({ bootstrap: [strToU8(BOOTSTRAP), { os: 3, attrs: 0o755 << 16 }] }) },
    }),
  );
  expect((await invoke('zipped', { f: 6 })).payload).toMatchObject({ event: { f: 6 } });
});

it('With --isolate, a process is refused: only threads are confined', async () => {
  const assembly = anAssembly({ Shell: aFunction('shell', { Runtime: 'provided.al2023' }) }, { shell: '' });
  aBootstrap(assembly, 'shell');
  await expect(aRuntime(assembly, { isolate: true })).rejects.toThrow('which --isolate does not confine');
});

const PYTHON = `import boto3, json, os, sys

def handler(event, context):
    if event.get("fail"):
        raise ValueError("as asked")
    print("took", json.dumps(event))
    names = boto3.client("sqs").list_queues().get("QueueUrls", []) if event.get("ask") else []
    return {"event": event, "name": context.function_name, "left": context.get_remaining_time_in_millis() > 0, "queues": len(names)}
`;

// CI installs Lambda's client; elsewhere it may not be there.
describe.skipIf(whyNotRun('python3.12') !== undefined && !process.env.LAMBDA_PYTHON)('a function in Python', () => {
  let python: Awaited<ReturnType<typeof aRuntime>>;
  beforeAll(async () => {
    const assembly = anAssembly(
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [
                { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
              ],
            },
            Policies: [
              {
                PolicyName: 'ask',
                PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }] },
              },
            ],
          },
        },
        Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        Snake: aFunction('snake', {
          Runtime: 'python3.12',
          Timeout: 20,
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        }),
        Inline: aFunction('inline', {
          Runtime: 'python3.12',
          Code: { ZipFile: 'def handler(event, context):\n  return 1\n' },
        }),
      },
      { snake: '' },
    );
    writeFileSync(join(assembly, 'snake', 'index.py'), PYTHON);
    python = await aRuntime(assembly);
  });
  afterAll(() => python.runtime.stop());

  const call = async (FunctionName: string, payload: unknown) => {
    const { Payload, FunctionError } = await python.lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }),
    );
    return { error: FunctionError, payload: JSON.parse(Buffer.from(Payload ?? []).toString()) };
  };

  it('answers by Lambda’s own client, with its context', async () => {
    expect((await call('snake', { a: 1 })).payload).toMatchObject({ event: { a: 1 }, name: 'snake', left: true });
  });

  it('calls AWS in its role, which is this runtime', async () => {
    expect((await call('snake', { ask: 1 })).payload).toMatchObject({ queues: 1 });
  });

  it('fails with its error, type and trace', async () => {
    const { error, payload } = await call('snake', { fail: 1 });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'ValueError', errorMessage: 'as asked' });
    expect(payload.stackTrace.join('')).toContain('index.py');
  });

  it('may be in the template', async () => {
    expect((await call('inline', {})).payload).toBe(1);
  });
});
