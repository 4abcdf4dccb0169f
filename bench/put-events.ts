import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { accessTo } from '../packages/choreography/src/cli/aws/endpoint.ts';
import { startRuntime } from '../packages/choreography/src/local/start-runtime.ts';
import { scenario } from './matching/scenarios.ts';

export interface PutEventsFigures {
  /** Calls per second, each with ten entries, over HTTP. */
  readonly callsPerSecond: number;
  /** Megabytes on the heap before, after half, and after all of 100,000 events. */
  readonly heap: readonly [before: number, half: number, after: number];
}

const EVENTS = 100_000;
const ENTRIES = 10;
const AT_ONCE = 8;

/** PutEvents calls per second, and the memory in use after 100,000 events: on a bus with 100 rules and an archive of every event. */
export async function measurePutEvents(
  say: (text: string) => void,
  start: typeof startRuntime = startRuntime,
): Promise<PutEventsFigures> {
  say(`PutEvents, ${ENTRIES} entries a call, on a bus with 100 rules and an archive`);
  const folder = anAssembly();
  const runtime = await start({ cdkOut: folder, port: 0 });
  const bus = new EventBridgeClient(accessTo(runtime.endpoint));
  const entries = scenario(1).events.map((text) => {
    const { source, 'detail-type': type, detail } = JSON.parse(text);
    return { Source: source, DetailType: type, Detail: JSON.stringify(detail) };
  });
  const put = async (calls: number) => {
    let left = calls;
    const worker = async () => {
      for (let call = left--; call > 0; call = left--) {
        const from = (call * ENTRIES) % entries.length;
        await bus.send(new PutEventsCommand({ Entries: entries.slice(from, from + ENTRIES) }));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    await runtime.idle();
  };
  try {
    await put(500);
    const before = heap();
    const began = performance.now();
    await put(EVENTS / ENTRIES / 2);
    const half = heap();
    await put(EVENTS / ENTRIES / 2);
    const callsPerSecond = EVENTS / ENTRIES / ((performance.now() - began) / 1000);
    const after = heap();
    say(`  ${callsPerSecond.toFixed(0)} calls/s, so ${(callsPerSecond * ENTRIES).toFixed(0)} events/s`);
    say(
      `  heap ${before.toFixed(0)} MB before, ${half.toFixed(0)} MB after ${EVENTS / 2} events, ${after.toFixed(0)} MB after ${EVENTS}`,
    );
    return { callsPerSecond, heap: [before, half, after] };
  } finally {
    bus.destroy();
    await runtime.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Megabytes in use after a collection of garbage. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}

/** The default bus with an archive and 100 rules, which write what they hear to a log group, as its policy lets them. */
function anAssembly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const arn = (service: string, name: string) => ({
    'Fn::Sub': `arn:aws:${service}:\${AWS::Region}:\${AWS::AccountId}:${name}`,
  });
  const rules = scenario(100).patterns.map((pattern, n) => [
    `Rule${n}`,
    {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: JSON.parse(pattern),
        Targets: [{ Id: 'logs', Arn: arn('logs', 'log-group:/bench/heard') }],
      },
    },
  ]);
  write('manifest.json', {
    version: '48.0.0',
    artifacts: { App: { type: 'aws:cloudformation:stack', properties: { templateFile: 'App.template.json' } } },
  });
  write('App.template.json', {
    Resources: {
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/bench/heard' } },
      // A version that knows none of these policies reports it, and writes.
      Policy: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'heard', PolicyDocument: MAY_WRITE } },
      Archive: { Type: 'AWS::Events::Archive', Properties: { SourceArn: arn('events', 'event-bus/default') } },
      ...Object.fromEntries(rules),
    },
  });
  return folder;
}

/** What AWS asks for of a log group that rules write to (user guide: "CloudWatch Logs permissions"). */
const MAY_WRITE = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  ],
});
