import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventbridge } from '#jobs/aws/eventbridge.ts';
import { publish } from '#jobs/publish/publish.ts';
import { runTogether } from '#jobs/publish/put-together.ts';

// The bus is a mock here because it must fail in part on demand, which no engine does.
const put = vi.spyOn(eventbridge, 'send');
const entry = (name: string, Detail = '{}') => ({ Source: 'library.desk', DetailType: name, Detail });
const invocation = () => ({ getRemainingTimeInMillis: () => 100 });
const requests = () => put.mock.calls.map(([, { Entries }]) => Entries?.map(({ DetailType }) => DetailType));

beforeEach(() => {
  process.env.BUS_NAME = 'library';
  put.mockResolvedValue({ FailedEntryCount: 0 });
});
afterEach(() => put.mockReset());

/** Runs that each say an event of their name, if their number is not among those that say nothing. */
function runsThatSay(count: number, context: ReturnType<typeof invocation>, silent: readonly number[] = []) {
  return Array.from({ length: count }, (_, n) => async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (!silent.includes(n)) await publish([entry(`Event${n}`)], context);
    return n;
  });
}

test('what runs of one invocation say is put with as few requests as take it, whoever says nothing', async () => {
  const context = invocation();
  expect(await runTogether(context, runsThatSay(25, context, [3, 24]))).toHaveLength(25);
  expect(requests().map((types) => types?.length)).toEqual([10, 10, 3]);
});

test('a run fails on what was not taken of its own alone', async () => {
  put.mockResolvedValue({
    FailedEntryCount: 1,
    Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slower' }, { EventId: '3' }],
  });
  const context = invocation();
  const runs = runsThatSay(3, context).map((run) => () => run().catch((error: Error) => error.message));
  expect(await runTogether(context, runs)).toEqual([
    0,
    'EventBridge did not take 1 of 1 events after 1 attempts (Event1: ThrottlingException slower).',
    2,
  ]);
});

test('each run fails if their request does', async () => {
  put.mockRejectedValue(new Error('no answer'));
  const context = invocation();
  const runs = runsThatSay(3, context).map((run) => () => run().catch((error: Error) => error.message));
  expect(await runTogether(context, runs)).toEqual(['no answer', 'no answer', 'no answer']);
});

test('what was said does not wait for a run that takes long', async () => {
  const context = invocation();
  let finish = () => {};
  const long = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const all = runTogether<unknown>(context, [...runsThatSay(2, context), () => long]);
  await vi.waitFor(() => expect(requests()).toEqual([['Event0', 'Event1']]));
  finish();
  await all;
});

test('a run that says something again after it was put is put again', async () => {
  const context = invocation();
  const twice = async () => {
    await publish([entry('First')], context);
    await publish([entry('Second')], context);
  };
  await runTogether(context, [twice, twice]);
  expect(requests()).toEqual([
    ['First', 'First'],
    ['Second', 'Second'],
  ]);
});

test('no request is larger than a megabyte', async () => {
  const context = invocation();
  const large = Array.from({ length: 3 }, (_, n) => () => publish([entry(`Event${n}`, 'x'.repeat(500_000))], context));
  await runTogether(context, large);
  expect(requests()).toEqual([['Event0', 'Event1'], ['Event2']]);
});

test('outside of such an invocation an event is put at once', async () => {
  await Promise.all([publish([entry('One')], invocation()), publish([entry('Other')], invocation())]);
  expect(requests()).toEqual([['One'], ['Other']]);
});
