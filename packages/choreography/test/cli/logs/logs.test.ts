import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findLogGroup } from '#cli/logs/find-log-group.ts';
import { instanceIn } from '#cli/logs/instance-in.ts';
import { linesOf } from '#cli/logs/lines-of.ts';
import { readableLine } from '#cli/logs/readable-line.ts';
import type { Graph } from '#graph/graph.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';
import { aRuntime } from '../../local/runtime.ts';

let here: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const code = `exports.handler = async ({ loan }) => { console.log('looking'); console.log('loan', loan); };`;
  here = await aRuntime(anAssembly({ Lend: aFunction('library_desk_lend') }, { library_desk_lend: code }));
  for (const loan of ['l-1', 'l-2'])
    await here.lambda.send(new InvokeCommand({ FunctionName: 'library_desk_lend', Payload: JSON.stringify({ loan }) }));
});
afterAll(() => here.runtime.stop());

const graph = { functions: [{ name: 'library_desk_lend', participant: 'desk', job: 'lend' }] } as unknown as Graph;
const lines = async (key?: string) =>
  (await linesOf(new CloudWatchLogsClient(here.access), '/aws/lambda/library_desk_lend', 0, key)).map(({ message }) =>
    readableLine(message.trimEnd()),
  );

it('A job is found by its participant, by itself, and by its function', async () => {
  for (const job of ['desk/lend', 'lend', 'library_desk_lend'])
    expect(await findLogGroup(job, { access: here.access, graph })).toBe('/aws/lambda/library_desk_lend');
});

it('A job that is not there is answered by a sentence', async () => {
  await expect(findLogGroup('desk/lost', { access: here.access, graph })).rejects.toThrow(
    'There is no job "desk/lost" in the templates here. There are desk/lend.',
  );
  await expect(findLogGroup('lost', { access: here.access, graph: undefined })).rejects.toThrow(
    /There is no function "lost" at http:.*: is the job "lost" deployed there\?/,
  );
});

it('Of one instance all is shown that was logged while it was handled, and nothing of others', async () => {
  const said = (await lines('l-2')).filter((line) => line.startsWith('INFO'));
  expect(said).toEqual(['INFO looking', 'INFO loan l-2']);
  expect((await lines()).filter((line) => line.startsWith('INFO'))).toHaveLength(4);
  expect(await lines('l-3')).toEqual([]);
});

it('A group that has no line yet has none', async () =>
  expect(await linesOf(new CloudWatchLogsClient(here.access), '/aws/lambda/none', 0, 'l-1')).toEqual([]));

it("The process's own word names an instance, and another one is answered by those there are", () => {
  const processes = [{ instance: 'loan' }, { instance: 'Repair case' }, {}] as unknown as Graph['processes'];
  const words = [['--loan', 'l-1'], ['--loan=l-1'], ['--repair-case', 'r-1'], []];
  expect(words.map((each) => instanceIn(each, processes))).toEqual(['l-1', 'l-1', 'r-1', undefined]);
  expect(() => instanceIn(['--lone', 'l-1'], processes)).toThrow(
    '"--lone l-1" is not understood: one instance is named by --loan KEY or --repair-case KEY or --instance KEY.',
  );
});

it('A structured line is shown as people read it', () =>
  expect(readableLine('{"level":"INFO","message":"done","timestamp":"x","service":"s","eventId":"e","n":1}')).toBe(
    'INFO done eventId=e n=1',
  ));
