import {
  GetDurableExecutionCommand,
  InvokeCommand,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StateFile } from '#local/state/state-file.ts';
import { aFunction, anAssembly, queue, queuePolicy } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local.runtime.stop());

/** The code of a durable function: `event` and `context` are there, and `run`, which counts how often its code runs. */
const code = (body: string) => `
const { withDurableExecution } = require('@aws/durable-execution-sdk-js');
const runs = (globalThis.runs ??= {});
const run = (name) => { runs[name] = (runs[name] ?? 0) + 1; return runs[name]; };
exports.handler = withDurableExecution(async (event, context) => { ${body} });`;
const PLAIN = {
  double: 'exports.handler = async ({ n }) => { if (n < 0) throw new RangeError("too small"); return n * 2; };',
};
const MAY = ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'];

interface Options {
  /** Actions that the role of `d` allows. */
  readonly may?: readonly string[];
  /** On what. */
  readonly resource?: string;
  readonly properties?: object;
  /** Other resources. */
  readonly more?: object;
  readonly state?: StateFile;
}

/** Starts a durable function `d` in a role that may do something, and another, `double`. */
async function start(
  body: string,
  { may = MAY, resource = '*', properties = {}, more = {}, ...options }: Options = {},
): Promise<void> {
  const Policies = [
    { PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action: may, Resource: resource } } },
  ];
  local = await aRuntime(
    anAssembly(
      {
        Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {}, Policies } },
        D: aFunction('d', {
          Role: 'arn:aws:iam::000000000000:role/r',
          Timeout: 20,
          DurableConfig: { ExecutionTimeout: 3600, RetentionPeriodInDays: 1 },
          ...properties,
        }),
        Double: aFunction('double'),
        ...more,
      },
      { d: code(body), ...PLAIN },
    ),
    options,
  );
}

const invoke = async (event: object = {}, more: object = {}) => {
  const { Payload, FunctionError, DurableExecutionArn } = await local.lambda.send(
    new InvokeCommand({ FunctionName: 'd', Qualifier: '$LATEST', Payload: JSON.stringify(event), ...more }),
  );
  const payload = Payload?.length ? JSON.parse(Buffer.from(Payload).toString()) : undefined;
  return { payload, FunctionError, DurableExecutionArn };
};
const inBackground = async (event: object = {}, more: object = {}) =>
  String((await invoke(event, { InvocationType: 'Event', ...more })).DurableExecutionArn);
const execution = (DurableExecutionArn: string) =>
  local.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
const statusOf = async (arn: string) => (await execution(arn)).Status;
const move = (milliseconds: number) => local.runtime.clock.moveBy(milliseconds);

describe('a durable function', () => {
  it('runs each step once, though its code runs again after each wait', async () => {
    await start(`
      const runsOfStep = await context.step('count', async () => run('step'));
      const runsOfCode = run('code');
      await context.wait({ seconds: 1 });
      return { runsOfStep, runsOfCode, event };`);
    expect((await invoke({ a: 1 })).payload).toEqual({ runsOfStep: 1, runsOfCode: 2, event: { a: 1 } });
  });

  it('waits as long as it says by the clock, and is not run meanwhile', async () => {
    await start(`await context.wait({ hours: 24 }); return run('code');`, {
      properties: { DurableConfig: { ExecutionTimeout: 604_800 } },
    });
    local.runtime.clock.hold();
    const arn = await inBackground();
    await move(23 * 3600_000);
    expect(await statusOf(arn)).toBe('RUNNING');
    await move(3600_000);
    expect(await execution(arn)).toMatchObject({ Status: 'SUCCEEDED', Result: '1' });
  });

  it('tries a step again that fails, after the delay of its strategy', async () => {
    await start(`return context.step('flaky', async () => {
      if (run('step') < 3) throw new Error('not yet');
      return runs.step;
    }, { retryStrategy: (_, attempt) => ({ shouldRetry: attempt < 5, delay: { seconds: 1 } }) });`);
    expect((await invoke()).payload).toBe(3);
  });

  it('calls another function in its role, and takes the answer or the error', async () => {
    await start(
      `const good = await context.invoke('double', { n: 21 });
       const bad = await context.invoke('double', { n: -1 }).catch((error) => error.message);
       return { good, bad };`,
      { may: [...MAY, 'lambda:InvokeFunction'] },
    );
    expect((await invoke()).payload).toEqual({ good: 42, bad: expect.stringContaining('too small') });
  });

  it('may call no function that its role does not allow', async () => {
    await start(`return context.invoke('double', { n: 1 }).catch((error) => error.message);`);
    expect((await invoke()).payload).toContain('is not authorized to perform: lambda:InvokeFunction');
  });

  it('does branches side by side, some of which wait', async () => {
    await start(`const all = await context.parallel([
      async (branch) => { await branch.wait({ seconds: 1 }); return 'late'; },
      async (branch) => branch.step('s', async () => 'soon'),
    ]);
    return all.getResults();`);
    expect((await invoke()).payload).toEqual(['late', 'soon']);
  });

  it('waits for a callback, which anybody may complete who has its id', async () => {
    await start(
      `return context.waitForCallback('approval', async (id) => { console.log('CALLBACK ' + id); }, { timeout: { hours: 1 } });`,
    );
    const arn = await inBackground();
    const CallbackId = await callbackLogged();
    await local.lambda.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }));
    await local.lambda.send(
      new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from('"yes"') }),
    );
    await local.runtime.idle();
    expect(await execution(arn)).toMatchObject({ Status: 'SUCCEEDED', Result: '"\\"yes\\""' });
    await expect(
      local.lambda.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from('"no"') })),
    ).rejects.toMatchObject({ name: 'CallbackTimeoutException' });
  });

  it('hears that a callback has timed out', async () => {
    await start(
      `return context.waitForCallback('approval', async () => {}, { timeout: { minutes: 10 } }).catch((error) => error.message);`,
    );
    local.runtime.clock.hold();
    const arn = await inBackground();
    await move(600_000);
    expect((await execution(arn)).Result).toContain('timed out');
  });

  it('is over when its execution times out', async () => {
    await start(`await context.wait({ hours: 2 });`);
    local.runtime.clock.hold();
    const arn = await inBackground();
    await move(3600_000);
    expect(await statusOf(arn)).toBe('TIMED_OUT');
  });

  it('is stopped by a call', async () => {
    await start(`await context.wait({ hours: 1 });`);
    const DurableExecutionArn = await inBackground();
    await local.lambda.send(new StopDurableExecutionCommand({ DurableExecutionArn, Error: { ErrorType: 'Enough' } }));
    await local.runtime.idle();
    expect(await execution(DurableExecutionArn)).toMatchObject({ Status: 'STOPPED', Error: { ErrorType: 'Enough' } });
  });
});

describe('the executions of a durable function', () => {
  it('that fail are not tried again, and their event goes to the dead-letter queue', async () => {
    await start(`run('code'); throw new Error('no ' + runs.code);`, {
      may: [...MAY, 'sqs:SendMessage'],
      properties: { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q' } },
      more: { Q: queue('q'), P: queuePolicy('Q', 'lambda.amazonaws.com') },
    });
    const arn = await inBackground({ a: 1 });
    const { Body, MessageAttributes } = await local.messageIn('q');
    expect([Body, MessageAttributes?.ErrorMessage?.StringValue]).toEqual(['{"a":1}', 'no 1']);
    expect(local.notices.filter(({ kind }) => kind === 'handler-failed')).toHaveLength(1);
    expect(await execution(arn)).toMatchObject({ Status: 'FAILED', Error: { ErrorMessage: 'no 1' } });
  });

  it('are the same for the same name and event, and refused for another event', async () => {
    await start(`return run('code');`);
    const named = { DurableExecutionName: 'once' };
    expect(await invoke({ a: 1 }, named)).toEqual(await invoke({ a: 1 }, named));
    await expect(invoke({ a: 2 }, named)).rejects.toMatchObject({ name: 'DurableExecutionAlreadyStartedException' });
    const { DurableExecutions } = await local.lambda.send(
      new ListDurableExecutionsByFunctionCommand({ FunctionName: 'd' }),
    );
    expect(DurableExecutions).toMatchObject([{ DurableExecutionName: 'once', Status: 'SUCCEEDED' }]);
  });

  it('go on in another start where they were', async () => {
    const folder = anAssembly({});
    const body = `const first = await context.step('s', async () => 'of the first run ' + process.env.RUN); await context.wait({ hours: 1 }); return first;`;
    const options = (run: string) => ({
      state: new StateFile(`${folder}/state`),
      properties: { DurableConfig: { ExecutionTimeout: 7200 }, Environment: { Variables: { RUN: run } } },
    });
    await start(body, options('1'));
    local.runtime.clock.hold();
    const arn = await inBackground();
    // Comes back when it waits.
    await move(0);
    await local.runtime.stop();
    await start(body, options('2'));
    await move(3600_000);
    expect(await execution(arn)).toMatchObject({ Status: 'SUCCEEDED', Result: '"of the first run 1"' });
  });

  it('fail if the role may not report what they did', async () => {
    await start(`return context.step('s', async () => 1);`, { may: ['sqs:SendMessage'] });
    const { FunctionError, payload } = await invoke();
    expect([FunctionError, payload.errorMessage]).toEqual([
      'Unhandled',
      expect.stringContaining('is not authorized to perform: lambda:CheckpointDurableExecution'),
    ]);
  });

  it('may report what they did if the role allows it for the function with a version', async () => {
    await start(`return context.step('s', async () => 1);`, {
      resource: 'arn:aws:lambda:us-east-1:000000000000:function:d:*',
    });
    expect((await invoke()).payload).toBe(1);
  });
});

describe('a durable function that is invoked without a version or an alias', () => {
  it('is refused, as Lambda does', async () => {
    await start(`return 1;`);
    await expect(invoke({}, { Qualifier: undefined })).rejects.toThrow(
      'You cannot invoke a durable function using an unqualified ARN.',
    );
  });
});

/** The id of the callback that the function has logged. */
const callbackLogged = () =>
  vi.waitFor(
    () => {
      const lines = local.notices.flatMap((notice) => (notice.kind === 'log' ? [notice.line] : []));
      const id = /CALLBACK (\S+)/.exec(lines.join('\n'))?.[1];
      if (id === undefined) throw new Error('No callback was logged.');
      return id;
    },
    { timeout: 10_000 },
  );
