import { afterEach, expect, test, vi } from 'vitest';
import { jobLogger } from '#jobs/log/job-logger.ts';

const TRACE = '1-5759e988-bd862e3fe1be46a994272793';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** The lines of a job under a trace that X-Ray records or not. */
function lineUnder(sampled: 0 | 1): object {
  vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${TRACE};Parent=557abcec3ee5a047;Sampled=${sampled}`);
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  const written = vi.spyOn(console, 'info').mockReturnValue();
  jobLogger('desk/lend').info('done', { correlationId: 'l-1' });
  return JSON.parse(String(written.mock.calls.at(-1)?.[0]));
}

test('a line tells level, message, time and job, and what is told beside', () => {
  expect(lineUnder(0)).toEqual({
    ...{ level: 'INFO', message: 'done', timestamp: expect.stringMatching(/Z$/), service: 'desk/lend' },
    correlationId: 'l-1',
  });
});

test('a line does not repeat the job whose function, and so whose log group, has its name', () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'library_desk_lend');
  expect(lineUnder(0)).not.toHaveProperty('service');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'library_desk_return');
  expect(lineUnder(0)).toHaveProperty('service', 'desk/lend');
});

test('a line has the id of its trace if X-Ray records it', () => {
  expect(lineUnder(1)).toMatchObject({ xray_trace_id: TRACE });
});
