import { App } from 'aws-cdk-lib/core';
import { expect, test } from 'vitest';
import { atRateOfSes } from '../../infra/rate-of-ses.ts';

const ratesWith = (context: Record<string, unknown>) => atRateOfSes(new App({ context }), 3);

test('emails are sent at once unless a rate is given', () => {
  expect(ratesWith({})).toEqual({});
});

test.each([1, '14', 200.5])('all jobs together keep to the rate %j, each to an equal part of it', (emailsPerSecond) => {
  const { buffered } = ratesWith({ emailsPerSecond });
  expect((buffered?.perSecond ?? 0) * 3).toBeCloseTo(Number(emailsPerSecond), 9);
});

test.each(['many', 0, -1, 0.5, '', 'Infinity'])('the rate %j is refused with a sentence', (emailsPerSecond) => {
  expect(() => ratesWith({ emailsPerSecond })).toThrow(
    `emailsPerSecond ${JSON.stringify(emailsPerSecond)} is too little, or no number: give the emails that SES takes from your account in a second, such as -c emailsPerSecond=14.`,
  );
});
