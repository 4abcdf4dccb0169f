import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { EVENT_STREAMS, usesEventStreams } from '#constructs/bundle/inputs-of.ts';
import * as ours from '#constructs/bundle/no-event-streams.ts';

const NO_EVENT_STREAMS = resolve(import.meta.dirname, '../../../src/constructs/bundle/no-event-streams.ts');

/** What a bundle is made of that has one client, without event streams if none of its modules asks for them. */
function bundled(client: string, command: string) {
  const contents = `import { ${client}Client, ${command}Command } from '@aws-sdk/client-${client.toLowerCase()}';
    export const handler = () => new ${client}Client({}).send(new ${command}Command({}));`;
  return buildSync({
    ...{ stdin: { contents, resolveDir: import.meta.dirname }, alias: { [EVENT_STREAMS]: NO_EVENT_STREAMS } },
    ...{ bundle: true, write: false, metafile: true, minify: true, platform: 'node', format: 'cjs' },
    conditions: ['module'],
  });
}

test.each([
  ['DynamoDB', 'GetItem', false],
  ['EventBridge', 'PutEvents', false],
  ['SQS', 'SendMessage', false],
  ['SES', 'SendEmail', false],
  ['Lambda', 'InvokeWithResponseStream', true],
])(
  'a bundle with the client of %s, which sends %s: it has operations with event streams: %s',
  (client, command, has) => {
    expect(usesEventStreams(bundled(client, command).metafile, '<stdin>')).toBe(has);
  },
);

test('a bundle without event streams has none of their code, and says so if one came nevertheless', () => {
  const { outputFiles } = bundled('DynamoDB', 'GetItem');
  expect(outputFiles[0]?.text).toContain('This bundle was made without event streams');
  expect(outputFiles[0]?.text).not.toContain('checksum specified in the message');
  expect(() => new ours.EventStreamSerde()).toThrow('made without event streams');
  expect(ours.eventStreamSerdeProvider).toThrow('made without event streams');
});

test('what stands for event streams has every name of them', async () => {
  const { default: _, ...theirs } = (await import('@smithy/core/event-streams')) as Record<string, unknown>;
  expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
});
