import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { vi } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';
import { serveMonitor } from '#cli/monitor/serve-monitor.ts';
import { plain } from '#cli/program/paint.ts';
import { synthesize } from '#cli/start/synthesize.ts';
import { showNotices } from '#cli/start/terminal/show-notices.ts';
import { type Notice, sentence } from '#local/runtime/notice.ts';
import { startRuntime } from '#local/start-runtime.ts';
import { choreography } from '../cli/dead-letters/command-line.ts';
import type { Described } from './marked/schema-of.ts';

const BUS = 'marked';
const PACKAGE = resolve(import.meta.dirname, '../..');

/** Commands that read templates alone. */
const OF_TEMPLATES = ['personal', 'export', 'map', 'check'];

/** What `start` shows of what happened: on a terminal, piped and as JSON, with all logs. */
function terminalsOf(notices: readonly Notice[]): [name: string, text: string][] {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const shown = ([json, isTTY]: readonly [boolean, boolean]): [string, string] => {
    const written: string[] = [];
    const write = (line: unknown) => written.push(String(line)) > 0;
    const stdout = { write, isTTY, columns: 200 } as Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;
    const show = showNotices({ json, logs: true, now: () => 0, stdout, paint: { stdout: plain, stderr: plain } });
    for (const notice of notices) show(notice);
    return [`start --logs${json ? ' --json' : isTTY ? ' on a terminal' : ''}`, written.join('')];
  };
  const kinds = [
    [false, true],
    [false, false],
    [true, false],
  ] as const;
  const all = kinds.map(shown);
  const errors = said.mock.calls.flat().join('\n');
  said.mockRestore();
  return [...all, ['start on stderr', errors]];
}

/** Contracts on a local runtime of their own, with a desk that hears them and a monitor, and all that can be seen of it from outside. */
export async function aMarkedChoreography(contracts: readonly Described[]) {
  // Within the workspace, where the package is found.
  mkdirSync(join(PACKAGE, 'build'), { recursive: true });
  const folder = mkdtempSync(join(PACKAGE, 'build/marked-'));
  cpSync(join(import.meta.dirname, 'marked'), folder, { recursive: true });
  writeFileSync(join(folder, 'contracts.json'), JSON.stringify(contracts));
  for (const i of contracts.keys())
    writeFileSync(
      join(folder, `functions/desk/take-${i}.ts`),
      `import { take } from './take.ts';\n\nexport const handler = take(${i});\n`,
    );
  const cdkOut = join(folder, 'cdk.out');
  const environment = { CDK_OUTDIR: cdkOut, CDK_VALIDATION: 'false' };
  await synthesize({ command: [process.execPath, 'infra/synth.mjs'], environment, watch: [] }, undefined, folder).done;
  const notices: Notice[] = [];
  const runtime = await startRuntime({ cdkOut, port: 0, onNotice: (notice) => notices.push(notice) });
  const access = accessTo(runtime.endpoint);
  const served = await serveMonitor(access, { page: `${BUS}_monitor_page`, function: `${BUS}_monitor_api` }, 0);
  const bus = new EventBridgeClient({ ...access });
  const command = async (...args: string[]) => {
    const here = process.cwd();
    process.chdir(folder);
    try {
      const isAsked = !OF_TEMPLATES.includes(args[0] ?? '');
      const { out, err } = await choreography([...args, ...(isAsked ? ['--endpoint-url', runtime.endpoint] : [])]);
      return out + err;
    } finally {
      process.chdir(here);
    }
  };
  return {
    command,

    async put(Source: string, DetailType: string, detail: object): Promise<void> {
      const Entries = [{ EventBusName: BUS, Source, DetailType, Detail: JSON.stringify(detail) }];
      const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
      if (FailedEntryCount) throw new Error('The bus refused the event.');
    },

    /** Moves the clock until nothing is tried again, and all letters are noted. */
    async moveBy(time: string): Promise<void> {
      const answer = await fetch(`${runtime.endpoint}/_local/clock`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ moveBy: time }) },
      });
      if (!answer.ok) throw new Error(await answer.text());
    },

    async replay(): Promise<void> {
      const arn = (what: string) => `arn:aws:events:us-east-1:000000000000:${what}/${BUS}`;
      await bus.send(
        new StartReplayCommand({
          ...{ ReplayName: 'again', EventSourceArn: arn('archive'), Destination: { Arn: arn('event-bus') } },
          ...{ EventStartTime: new Date(0), EventEndTime: new Date(Date.now() + 86_400_000) },
        }),
      );
    },

    /** Each place where somebody can look, and what stands there. */
    async outputs(keys: readonly { readonly process: string; readonly key: string }[]): Promise<Map<string, string>> {
      const seen = new Map<string, string>();
      seen.set('terminal', notices.map(sentence).join('\n'));
      const logs = new CloudWatchLogsClient({ ...access });
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {}))
        for (const { logGroupName = '' } of logGroups)
          for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName }))
            seen.set(`log ${logGroupName}`, `${seen.get(`log ${logGroupName}`) ?? ''}${JSON.stringify(events)}`);
      const paths = new Set(['processes', 'changes', 'participants', 'map', 'unmatched', 'poison']);
      for (const { process, key } of keys)
        for (const path of ['/instances', `/instances/${key}`]) paths.add(`processes/${process}${path}`);
      for (const { key } of keys) paths.add(`instances?key=${key}`);
      for (const path of ['', ...[...paths].map((asked) => `api/${asked}`)])
        seen.set(`monitor /${path}`, await (await fetch(new URL(path, served.url))).text());
      const dynamodb = new DynamoDBClient({ ...access });
      for await (const { Items } of paginateScan({ client: dynamodb }, { TableName: `${BUS}_monitor` }))
        seen.set("the monitor's table", JSON.stringify(Items));
      for (const args of [
        ['dead-letters'],
        ['dead-letters', '--json'],
        ...['record', 'reveal', 'api'].flatMap((job) => [
          ['logs', `monitor/${job}`],
          ['logs', `monitor/${job}`, '--json'],
        ]),
        ['logs', 'desk/take-0'],
        ['logs', 'desk/take-0', '--instance', 'thrown-0', '--json'],
        ['personal', cdkOut],
        ['export', 'asyncapi', cdkOut],
        ['map', cdkOut],
        ['check', cdkOut],
        ...keys
          .filter(({ key }) => /^(?:heard|thrown)-/.test(key))
          .flatMap(({ process, key }) => [
            ['trace', key, '--logs', '--bus', BUS],
            ['trace', key, '--json', '--process', process, '--bus', BUS],
            ['trace', key, '--save', `${key}.json`, '--process', process, '--bus', BUS],
            ['rewind', key, '--process', process, '--bus', BUS],
            ['rewind', key, '--json', '--process', process, '--bus', BUS],
            ['rewind', `${key}.json`, '--json'],
          ]),
      ])
        seen.set(`choreography ${args.join(' ')}`, await command(...args));
      for (const file of readdirSync(folder).filter((name) => /^(?:heard|thrown)-\d+\.json$/.test(name)))
        seen.set(`what trace --save wrote to ${file}`, readFileSync(join(folder, file), 'utf8'));
      for (const [name, text] of terminalsOf(notices)) seen.set(name, text);
      return seen;
    },

    async stop(): Promise<void> {
      bus.destroy();
      await served.stop();
      await runtime.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
