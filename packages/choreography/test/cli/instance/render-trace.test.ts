import { describe, expect, test } from 'vitest';
import { renderTrace } from '#cli/instance/render-trace.ts';
import type { InstanceView } from '#monitor/api-types.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12) + second * 1000).toISOString();
const event = { source: 'library', data: null, job: null };
const step = { event: null, at: null, deadline: null, late: false };
const view: InstanceView = {
  ...{ process: 'loan', words: { one: 'loan', many: 'loans', party: 'Member' }, key: "it's 7", party: 'm-1' },
  ...{ state: 'overdue', startedAt: at(0), deadline: at(300), missing: [], cursor: null },
  steps: [
    { ...step, name: 'confirmed', state: 'overdue', within: '5 minutes', participant: 'letters' },
    {
      ...{ ...step, name: 'fetched', state: 'done', event: 'BookFetched', at: at(2400), within: '30 minutes' },
      ...{ participant: 'stacks', late: true },
    },
    { ...step, name: 'counted', state: 'failed', within: '10 minutes', participant: 'members' },
  ],
  events: [
    { ...event, eventId: '1', type: 'BookLent', at: at(0), causationId: null, participant: 'lending' },
    {
      ...{ ...event, eventId: '2', type: 'BookFetched', at: at(2400), causationId: '1' },
      ...{ participant: 'stacks', job: 'fetch-book' },
    },
  ],
  failures: [
    {
      ...{ participant: 'members', job: 'count-loan', eventId: '1', messageId: 'm', type: 'BookLent', step: 'counted' },
      ...{ error: 'Error: no', attempts: 3, at: at(4) },
    },
  ],
};
const queueOf = ({ job }: { job: string }) => `${job}_dlq`;

describe('A trace', () => {
  test('tells in the words of the process who owes what is not done, what came late, why something was set aside, and what redrives it', () => {
    expect(renderTrace(view, { queueOf }).split('\n')).toEqual([
      "Loan it's 7: overdue, started 2026-11-24T12:00:00.000Z (process loan)",
      '',
      '  ! confirmed  overdue, due within 5 minutes, owed by letters',
      '  ✓ fetched    BookFetched  +40 min 0 s  late, due within 30 minutes',
      '  ✗ counted    failed, due within 10 minutes, owed by members',
      '',
      '  BookLent  lending  +0 ms',
      '  └─ BookFetched  stacks/fetch-book  +40 min 0 s',
      '',
      'Set aside:',
      '  members/count-loan  +4000 ms  after 3 attempts  in count-loan_dlq',
      '    Error: no',
      '',
      'Once the cause is mended, give it back to that job alone:',
      "  npx choreography redrive members/count-loan --key 'it'\\''s 7' --process loan",
    ]);
  });

  test('repeats in its commands the endpoint that was asked for', () => {
    expect(renderTrace(view, { queueOf, where: { access: { endpoint: 'http://127.0.0.1:4999' } } })).toContain(
      "--key 'it'\\''s 7' --process loan --endpoint-url http://127.0.0.1:4999",
    );
  });

  test('tells of an instance without failures nothing of a redrive', () => {
    expect(renderTrace({ ...view, failures: [] }, { queueOf })).not.toContain('redrive');
  });
});
