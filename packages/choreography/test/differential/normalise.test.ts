import { expect, it } from 'vitest';
import { normalise } from './normalise.ts';

const names = {
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  account: '000000000000',
  unique: new Map([['bus-0a1b2c3d4e', 'bus']]),
};

it('names what an engine makes up, and keeps the rest', () => {
  const answer = {
    $metadata: { requestId: 'x' },
    Arn: 'arn:aws:events:us-east-1:000000000000:event-bus/bus-0a1b2c3d4e',
    CreationTime: new Date(),
    EventId: '17',
    Url: 'http://127.0.0.1:4566/000000000000/queue',
    at: ['2026-11-25T18:00:00Z', '2026-11-25T18:00:00.123+00:00'],
    id: '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f',
    left: undefined,
    none: null,
    count: 3,
  };
  expect(normalise(answer, names)).toEqual({
    Arn: 'arn:aws:events:<region>:<account>:event-bus/<bus>',
    CreationTime: '<time>',
    EventId: '<EventId>',
    Url: '<endpoint>/<account>/queue',
    at: ['<time>', '<time>'],
    id: '<uuid>',
    none: null,
    count: 3,
  });
});
