import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const CODE = {
  talks:
    "exports.handler = async () => { console.log('one'); process.stdout.write('tw'); console.error('three'); process.stdout.write('o\\nfour'); };",
  chatters: "exports.handler = async () => { for (let i = 0; i < 1000; i++) console.log('line', i); };",
  fails: "exports.handler = async () => { throw new TypeError('on purpose'); };",
  loops: "exports.handler = async () => { console.log('before'); for (;;); };",
  exits: 'exports.handler = async () => process.exit(7);',
};

beforeAll(async () => {
  const functions = Object.keys(CODE).map((name) => [name, aFunction(name, { Timeout: 1 })]);
  local = await aRuntime(anAssembly(Object.fromEntries(functions), CODE));
});
afterAll(() => local.runtime.stop());

/** The end of the log of one invocation, with the request's id as ID, times as TIME and figures as N. */
async function logOf(FunctionName: string): Promise<string> {
  const { LogResult = '' } = await local.lambda.send(new InvokeCommand({ FunctionName, LogType: 'Tail' }));
  return Buffer.from(LogResult, 'base64')
    .toString()
    .replace(/[0-9a-f-]{36}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/: [\d.]+ (ms|MB)/g, ': N $1')
    .replace(/\tInit Duration: N ms/g, '');
}
const END = 'END RequestId: ID';
const REPORT =
  'REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\t';

describe('the log of an invocation', () => {
  it('has what was written, by lines, between START, END and REPORT', async () => {
    const said = ['TIME\tID\tINFO\tone', 'TIME\tID\tERROR\tthree', 'two', 'four'];
    const lines = ['START RequestId: ID Version: $LATEST', ...said, END, REPORT, ''];
    expect(await logOf('talks')).toBe(lines.join('\n'));
  });

  it('is not told unless it is asked for', async () => {
    const { LogResult } = await local.lambda.send(new InvokeCommand({ FunctionName: 'talks' }));
    expect(LogResult).toBeUndefined();
  });

  it('is told with its last 4 KB', async () => {
    const { LogResult = '' } = await local.lambda.send(
      new InvokeCommand({ FunctionName: 'chatters', LogType: 'Tail' }),
    );
    const log = Buffer.from(LogResult, 'base64');
    expect(log).toHaveLength(4096);
    expect(log.toString()).toContain('line 999\nEND RequestId');
  });

  it.each([
    [
      'fails',
      /^TIME\tID\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"on purpose","stack":\[.*\]\}$/m,
      REPORT,
    ],
    ['loops', /^TIME\tID\tINFO\tbefore\nTIME ID Task timed out after 1.00 seconds$/m, `${REPORT}Status: timeout\t`],
    [
      'exits',
      /^RequestId: ID Error: Runtime exited with error: exit status 7\nRuntime.ExitError$/m,
      `${REPORT}Status: error\tError Type: Runtime.ExitError\t`,
    ],
  ])('says how a function that %s ended', async (name, text, report) => {
    const log = await logOf(name);
    expect(log).toMatch(text);
    expect(log).toContain(`\n${END}\n${report}\n`);
  });
});
