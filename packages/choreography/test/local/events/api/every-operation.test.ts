import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly, queue } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({ Q: queue('q') }));
});
afterAll(() => local.runtime.stop());

/** Every operation that the service's own model has: the SDK has a command for each. */
const operations = Object.entries(sdk)
  .filter(([name]) => /^[A-Z]\w+Command$/.test(name))
  .map(([name, Command]): [string, new (input: object) => never] => [
    name.replace(/Command$/, ''),
    Command as unknown as new (input: object) => never,
  ]);
/** What the issue of this runtime leaves to AWS. */
const BEYOND = /ApiDestination|Connection|Partner|EventSource|Endpoint/;
/** What one operation answers when it is told nothing: `answered`, or the error's name and text. */
const asked = (Command: new (input: object) => never): Promise<string> =>
  local.events.send(new Command({})).then(
    () => 'answered',
    ({ name, message }: Error) => `${name}: ${message}`,
  );

describe('EventBridge', () => {
  it('has 57 operations, of which 31 are of this machine', () => {
    expect(operations).toHaveLength(57);
    expect(operations.filter(([name]) => !BEYOND.test(name))).toHaveLength(31);
  });

  it.each(operations.filter(([name]) => !BEYOND.test(name)))('answers %s', async (_, Command) => {
    expect(await asked(Command)).toMatch(
      /^(answered|ValidationException: \d validation errors? detected: |ValidationException: Parameter\(s\) |ValidationException: Parameter |ResourceNotFoundException: )/,
    );
  });

  it.each(operations.filter(([name]) => BEYOND.test(name)))('says plainly that it has no %s', async (name, Command) => {
    expect(await asked(Command)).toMatch(
      new RegExp(`^UnsupportedOperationException: ${name} is not supported: the local runtime has no `),
    );
  });

  it.each([
    ['a global endpoint', 'PutEvents', { EndpointId: 'abcde.veo', Entries: [{}] }, 'EndpointId'],
    ['a partner', 'CreateEventBus', { Name: 'partner', EventSourceName: 'aws.partner/x' }, 'EventSourceName'],
  ])('takes nothing that is for %s', async (_, operation, input, parameter) => {
    const response = await fetch(local.runtime.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': `AWSEvents.${operation}`,
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/events/aws4_request, Signature=x',
      },
      body: JSON.stringify(input),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      __type: 'UnsupportedOperationException',
      message: expect.stringContaining(`${parameter} of ${operation} is not supported`),
    });
  });

  it("answers TestEventPattern as AWS's own Event Ruler does, in all 434 cases", async () => {
    const cases: { pattern: object; event: object; matches?: boolean }[] = JSON.parse(
      readFileSync(new URL('../../../pattern/event-pattern-cases.json', import.meta.url), 'utf8'),
    );
    for (const { pattern, event, matches } of cases) {
      const input = { EventPattern: JSON.stringify(pattern), Event: JSON.stringify(event) };
      const answer = local.events.send(new sdk.TestEventPatternCommand(input)).then(
        ({ Result }) => Result,
        ({ name }: Error) => name,
      );
      expect(await answer, `${input.EventPattern} and ${input.Event}`).toBe(matches ?? 'InvalidEventPatternException');
    }
  });
});
