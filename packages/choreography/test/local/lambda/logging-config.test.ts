import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

const SAYS = `exports.handler = async (event, context) => {
  console.debug('debug'); console.log('info', { a: 1 }); console.error('error');
  process.stdout.write('{"level":"error","own":1}\\n{"level":"debug","own":2}\\nplain\\n');
  if (event.fail) throw new TypeError('on purpose');
  return [process.env.AWS_LAMBDA_LOG_FORMAT, process.env.AWS_LAMBDA_LOG_LEVEL ?? null, context.logGroupName, context.logStreamName];
};`;
const CONFIGS = {
  text: undefined,
  json: { LogFormat: 'JSON' },
  errors: { LogFormat: 'JSON', ApplicationLogLevel: 'ERROR', SystemLogLevel: 'WARN' },
  all: { LogFormat: 'JSON', ApplicationLogLevel: 'TRACE', SystemLogLevel: 'DEBUG' },
  elsewhere: { LogGroup: '/shop/all' },
};

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const functions = Object.entries(CONFIGS).map(([name, LoggingConfig]) => [
    name,
    aFunction('says', { FunctionName: name, ...(LoggingConfig && { LoggingConfig }) }),
  ]);
  local = await aRuntime(anAssembly(Object.fromEntries(functions), { says: SAYS }));
});
afterAll(() => local.runtime.stop());

async function invoke(FunctionName: string, event: object = {}) {
  const Payload = JSON.stringify(event);
  const answer = await local.lambda.send(new InvokeCommand({ FunctionName, LogType: 'Tail', Payload }));
  const lines = Buffer.from(answer.LogResult ?? '', 'base64')
    .toString()
    .trimEnd()
    .split('\n');
  return { payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()), lines };
}
const inJson = async (name: string, event?: object) =>
  (await invoke(name, event)).lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .map(({ type, level, message, own, record }) =>
      type ? [type, record.status] : own ? ['own', own] : [level, message],
    );

describe('the logs of a function', () => {
  it('are text unless it says otherwise', async () => {
    const { payload, lines } = await invoke('text');
    expect(payload).toEqual([
      'Text',
      null,
      '/aws/lambda/text',
      expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]\w{32}$/),
    ]);
    expect(lines.slice(1, 4)).toEqual([
      expect.stringMatching(/^\S+Z\t\S{36}\tDEBUG\tdebug$/),
      expect.stringMatching(/^\S+Z\t\S{36}\tINFO\tinfo \{ a: 1 \}$/),
      expect.stringMatching(/^\S+Z\t\S{36}\tERROR\terror$/),
    ]);
  });

  it('are JSON from INFO on if it says so, with Lambda’s own events', async () => {
    expect((await invoke('json')).payload.slice(0, 2)).toEqual(['JSON', 'INFO']);
    expect(await inJson('json')).toEqual([
      ...[
        ['platform.start', undefined],
        ['INFO', 'info { a: 1 }'],
        ['ERROR', 'error'],
      ],
      ...[
        ['own', 1],
        ['platform.report', 'success'],
      ],
    ]);
    expect((await invoke('json')).lines).toContain('plain');
  });

  it('have what its levels let through', async () => {
    expect(await inJson('errors')).toEqual([
      ['ERROR', 'error'],
      ['own', 1],
    ]);
    expect((await invoke('errors')).lines).not.toContain('plain');
    expect(await inJson('all')).toEqual([
      ...[
        ['platform.start', undefined],
        ['DEBUG', 'debug'],
        ['INFO', 'info { a: 1 }'],
        ['ERROR', 'error'],
      ],
      ...[
        ['own', 1],
        ['own', 2],
        ['platform.runtimeDone', 'success'],
        ['platform.report', 'success'],
      ],
    ]);
  });

  it('have an error in JSON too', async () => {
    const { lines } = await invoke('errors', { fail: true });
    expect(lines.map((line) => JSON.parse(line))).toContainEqual({
      ...{ timestamp: expect.any(String), level: 'ERROR', requestId: expect.any(String) },
      message: { errorType: 'TypeError', errorMessage: 'on purpose', stackTrace: expect.any(Array) },
    });
  });

  it('are in the group that it names, in streams that name it', async () => {
    const { payload } = await invoke('elsewhere');
    const [, , group, stream] = payload;
    expect([group, stream]).toEqual(['/shop/all', expect.stringMatching(/\/elsewhere\[\$LATEST\]\w{32}$/)]);
    const logs = new CloudWatchLogsClient(local.access);
    const { events = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: group, logStreamNames: [stream], filterPattern: 'info' }),
    );
    expect(events).toHaveLength(1);
  });
});

describe('the logging configuration of a function', () => {
  const create = (FunctionName: string, LoggingConfig: object) =>
    local.lambda.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Runtime: 'nodejs24.x', Handler: 'index.handler', LoggingConfig },
        ...{ Role: 'arn:aws:iam::000000000000:role/any', Code: { ZipFile: zipSync({ 'index.js': strToU8(SAYS) }) } },
      }),
    );

  it('is set by the API, and told back', async () => {
    await create('made', { LogFormat: 'JSON' });
    const asked = { LogFormat: 'JSON' as const, ApplicationLogLevel: 'WARN' as const, LogGroup: '/own' };
    await local.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'made', LoggingConfig: asked }));
    const { LoggingConfig } = await local.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'made' }));
    expect(LoggingConfig).toEqual({ ...asked, SystemLogLevel: 'INFO' });
    expect((await invoke('made')).payload.slice(0, 3)).toEqual(['JSON', 'WARN', '/own']);
  });

  it.each([
    [{ LogFormat: 'XML' }, "Value 'XML' at 'loggingConfig.logFormat' failed to satisfy constraint"],
    [{ LogFormat: 'JSON', SystemLogLevel: 'ERROR' }, "Value 'ERROR' at 'loggingConfig.systemLogLevel'"],
    [{ ApplicationLogLevel: 'INFO' }, 'has log levels, which need the LogFormat "JSON"'],
  ])('%j is refused', async (config, why) => {
    await expect(create('refused', config)).rejects.toThrow(why);
  });
});
