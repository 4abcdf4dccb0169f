import { expect, it } from 'vitest';
import { withAwsDurations } from '#cli/cost/with-aws-durations.ts';
import type { Measurement } from '#cost/measure/measure.ts';
import type { ProcessPath } from '#cost/measure/process-path.ts';
import { CODE_MS, latencyOnAws, MEAN_TO_MEDIAN } from '#simulation/load/latencies.ts';
import { readTemplates } from '#template/read-templates.ts';
import { aFunction, anAssembly } from '../../local/assembly.ts';

const path: ProcessPath = {
  ...{ name: 'visit', share: 1, given: [], key: 'v-1', function: undefined },
  entries: [{ Source: 'museum', DetailType: 'Visited', Detail: '{"data":{"visitor":"v-1"}}' }],
};
const invocation = { kind: 'invocation', function: 'note', queue: undefined, milliseconds: 3, failed: false };
const measured = {
  ...{ idleHour: [], doubts: [] },
  paths: [{ path, instances: 1, keys: ['v-1-3'], varied: new Map(), operations: [[invocation]] }],
} as unknown as Measurement;
const durations = ({ paths }: Measurement) => paths.flatMap(({ operations }) => operations.flat());

/** A function that hears each visit, and calls EventBridge twice, one after the other. */
const assembly = anAssembly(
  {
    OnVisited: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { 'detail-type': ['Visited'] },
        Targets: [{ Id: 'n', Arn: { 'Fn::GetAtt': ['Note', 'Arn'] } }],
      },
    },
    MayCall: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: 'note', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' },
    },
    Note: aFunction('note'),
  },
  {
    note: `
      const http = require('http');
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSEvents.PutEvents',
        authorization: 'AWS4-HMAC-SHA256 Credential=a/20300107/us-east-1/events/aws4_request',
      };
      const say = () => new Promise((done, fail) => {
        const asked = http.request(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers }, (answer) => answer.on('end', done).resume());
        asked.on('error', fail).end(JSON.stringify({ Entries: [{ Source: 'n', DetailType: 'Noted', Detail: '{}' }] }));
      });
      exports.handler = async () => { await say(); await say(); };`,
  },
);

it('gives invocations the durations that they have where calls take as long as on AWS', {
  timeout: 60_000,
}, async () => {
  const counted = { stacks: readTemplates([assembly]), paths: [path], bus: 'default', perSecond: 2000 };
  const found = await withAwsDurations(measured, { ...counted, parameters: undefined, project: undefined });
  const [invoked] = durations(found);
  expect(found.doubts).toEqual([]);
  expect(invoked?.kind === 'invocation' && invoked.milliseconds).toBeCloseTo(
    CODE_MS + 2 * MEAN_TO_MEDIAN * latencyOnAws('events', 'PutEvents'),
    -1,
  );
});

it('leaves the durations of this machine, and says so, where no world can be simulated', async () => {
  const counted = { stacks: [], paths: [path], bus: 'default', perSecond: 2000 };
  const found = await withAwsDurations(measured, { ...counted, parameters: undefined, project: undefined });
  expect(durations(found)).toEqual([invocation]);
  expect(found.doubts).toEqual([
    expect.stringMatching(
      /as measured on this machine, not on AWS, since it could not be simulated: in one, "note" was not invoked, or failed\.$/,
    ),
  ]);
});
