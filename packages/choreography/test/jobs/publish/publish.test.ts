import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventbridge } from '#jobs/aws/eventbridge.ts';
import { publish } from '#jobs/publish/publish.ts';

// The bus is a mock here because it must fail in part on demand, which no engine does.
const put = vi.spyOn(eventbridge, 'send');
const entry = (n: number) => ({ Source: 'shop.test', DetailType: `Event${n}`, Detail: '{}' });
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n));
const remaining = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });
const putTypes = () => put.mock.calls.map(([, { Entries }]) => Entries?.map(({ DetailType }) => DetailType));
const taken = { FailedEntryCount: 0 };
const failing = (...codes: (string | null)[]) => ({
  FailedEntryCount: codes.filter(Boolean).length,
  Entries: codes.map((code) => (code ? { ErrorCode: code, ErrorMessage: 'try again' } : { EventId: 'e' })),
});

beforeEach(() => {
  process.env.BUS_NAME = 'checkout';
});
afterEach(() => put.mockReset());

describe('publish', () => {
  it('puts ten events in a call, on the bus of the choreography', async () => {
    put.mockResolvedValue(taken);
    await publish(entries(23), remaining(10_000));
    expect(putTypes().map((types) => types?.length)).toEqual([10, 10, 3]);
    expect(put.mock.calls[0]?.[1].Entries?.[0]?.EventBusName).toBe('checkout');
  });

  it('puts only the failed entries again', async () => {
    put
      .mockResolvedValueOnce(failing(null, 'ThrottlingException', 'InternalFailure'))
      .mockResolvedValueOnce(failing('ThrottlingException', null))
      .mockResolvedValue(taken);
    await publish(entries(3), remaining(10_000));
    expect(putTypes()).toEqual([['Event0', 'Event1', 'Event2'], ['Event1', 'Event2'], ['Event1']]);
  });

  it('throws what could not be put when no time is left, so that Lambda tries again', async () => {
    put.mockResolvedValue(failing(null, 'ThrottlingException'));
    await expect(publish(entries(2), remaining(100))).rejects.toThrow(
      'EventBridge did not take 1 of 2 events after 1 attempts (Event1: ThrottlingException try again).',
    );
  });

  it('throws at once when every failed entry needs a person, however much time is left', async () => {
    put.mockResolvedValue(failing('NotAuthorizedForDetailTypeException', null));
    await expect(publish(entries(2), remaining(10_000))).rejects.toThrow('after 1 attempts (Event0: NotAuthorized');
    expect(putTypes()).toHaveLength(1);
  });

  it('does nothing when there is nothing to say', async () => {
    await publish([], remaining(10_000));
    expect(putTypes()).toEqual([]);
  });
});
