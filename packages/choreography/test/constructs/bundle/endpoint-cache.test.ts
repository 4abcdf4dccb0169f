import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { EndpointCache } from '#constructs/bundle/endpoint-cache.ts';

// The SDK's own, which comes with its DynamoDB client.
const client = createRequire(import.meta.url).resolve('@aws-sdk/client-dynamodb');
const discovery = createRequire(client).resolve('@aws-sdk/middleware-endpoint-discovery');
const { EndpointCache: Original } = createRequire(discovery)('@aws-sdk/endpoint-cache');

const key = fc.constantFrom('a', 'b', 'c', 'd');
const endpoints = fc.array(
  fc.record({ Address: fc.constantFrom('one', 'two'), CachePeriodInMinutes: fc.integer({ min: 0, max: 3 }) }),
  { maxLength: 1 },
);
const step = fc.oneof(
  fc.record({ set: key, endpoints }),
  fc.record({ get: key }),
  fc.record({ has: key }),
  fc.record({ delete: key }),
  fc.record({ minutes: fc.integer({ min: 1, max: 2 }) }),
);

afterEach(() => void vi.useRealTimers());

test('The cache of endpoints in bundles answers as the one of the SDK, whatever is asked of it', () => {
  vi.useFakeTimers();
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const [ours, theirs] = [new EndpointCache(2), new Original(2)];
      for (const each of steps) {
        if ('minutes' in each) vi.advanceTimersByTime(each.minutes * 60_000);
        else if ('set' in each) for (const cache of [ours, theirs]) cache.set(each.set, each.endpoints);
        else if ('delete' in each) for (const cache of [ours, theirs]) cache.delete(each.delete);
        else if ('has' in each) expect(ours.has(each.has)).toBe(theirs.has(each.has));
        else {
          expect(ours.get(each.get)).toEqual(theirs.get(each.get));
          expect(ours.getEndpoint(each.get)).toBe(theirs.getEndpoint(each.get));
        }
      }
    }),
  );
});
