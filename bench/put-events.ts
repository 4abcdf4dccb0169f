import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processorSecondsOf } from './against/processor-time.ts';
import { scenario } from './matching/scenarios.ts';

export interface PutEventsFigures {
  /** Calls per second, each with ten entries, over HTTP. */
  readonly callsPerSecond: number;
  /** Milliseconds of the processor that the server takes for a call, with all of its threads and all deliveries. */
  readonly processor: number;
  /** Megabytes on the heap before, after half, and after all of 100,000 events. */
  readonly heap: readonly [before: number, half: number, after: number];
}

const EVENTS = 100_000;
const ENTRIES = 10;
const AT_ONCE = 8;
const SERVER = fileURLToPath(new URL('./put-events-server.ts', import.meta.url));
const TODAY = fileURLToPath(new URL('../packages/choreography/src/local/start-runtime.ts', import.meta.url));

/**
 * PutEvents calls, and the memory in use after 100,000 events: on a bus with 100 rules and an archive of every event. The server has a
 * process of its own; it is asked by plain HTTP, since the SDK takes longer for a call than the server.
 *
 * @param program the file that has `startRuntime`
 */
export async function measurePutEvents(say: (text: string) => void, program = TODAY): Promise<PutEventsFigures> {
  say(`PutEvents, ${ENTRIES} entries a call, on a bus with 100 rules and an archive`);
  const folder = anAssembly();
  const server = fork(SERVER, [program, folder]);
  const agent = new Agent({ keepAlive: true });
  try {
    const endpoint = new URL(await answerOf<string>(server));
    const put = (calls: number) =>
      inParallel(calls, (call) => putOnce(endpoint, agent, BODIES[call % BODIES.length] as string));
    const settled = () => {
      server.send('settle');
      return answerOf<number>(server);
    };
    await put(500);
    const before = await settled();
    const [began, used] = [performance.now(), processorSecondsOf(server.pid as number)];
    await put(EVENTS / ENTRIES / 2);
    const half = await settled();
    await put(EVENTS / ENTRIES / 2);
    const after = await settled();
    const callsPerSecond = EVENTS / ENTRIES / ((performance.now() - began) / 1000);
    const processor = ((processorSecondsOf(server.pid as number) - used) * 1000) / (EVENTS / ENTRIES);
    say(
      `  ${callsPerSecond.toFixed(0)} calls/s, so ${(callsPerSecond * ENTRIES).toFixed(0)} events/s; ${processor.toFixed(2)} ms of the processor a call`,
    );
    say(
      `  heap ${before.toFixed(0)} MB before, ${half.toFixed(0)} MB after ${EVENTS / 2} events, ${after.toFixed(0)} MB after ${EVENTS}`,
    );
    return { callsPerSecond, processor, heap: [before, half, after] };
  } finally {
    agent.destroy();
    server.disconnect();
    rmSync(folder, { recursive: true });
  }
}

/** The next message of the server. Rejects if it ends. */
async function answerOf<T>(server: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const [answer] = await Promise.race([
    once(server, 'message', ended),
    once(server, 'exit', ended).then(() => Promise.reject(new Error('The server of PutEvents ended.'))),
  ]).finally(() => ended.abort());
  return answer;
}

async function inParallel(calls: number, make: (call: number) => Promise<void>): Promise<void> {
  let left = calls;
  const worker = async () => {
    for (let call = left--; call > 0; call = left--) await make(call);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** The events of the scenario, ten in each body. */
const BODIES = inTens(
  scenario(1).events.map((text) => {
    const { source, 'detail-type': type, detail } = JSON.parse(text);
    return { Source: source, DetailType: type, Detail: JSON.stringify(detail) };
  }),
).map((Entries) => JSON.stringify({ Entries }));

function inTens<T>(all: readonly T[]): T[][] {
  return Array.from({ length: all.length / ENTRIES }, (_, i) => all.slice(i * ENTRIES, (i + 1) * ENTRIES));
}

/** The headers that the SDK sends, unsigned: the runtime verifies no signature. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AWSEvents.PutEvents',
  'user-agent': 'aws-sdk-js/3.1164.0 ua/2.1 os/linux lang/js md/nodejs api/eventbridge#3.1164.0',
  'amz-sdk-invocation-id': '1b2c3d4e-0000-4000-8000-000000000000',
  'amz-sdk-request': 'attempt=1; max=3',
  'x-amz-date': '20261130T120000Z',
  'x-amz-content-sha256': '0'.repeat(64),
  authorization: `AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/events/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
};

function putOnce(endpoint: URL, agent: Agent, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
    const { hostname, port } = endpoint;
    const asked = request({ hostname, port, method: 'POST', path: '/', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (text) => {
        answer += text;
      });
      response.on('end', () =>
        answer.includes('"FailedEntryCount":0') ? resolve() : reject(new Error(`PutEvents answered ${answer}`)),
      );
    });
    asked.on('error', reject).end(body);
  });
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
