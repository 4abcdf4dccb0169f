import { JOB_METADATA } from 'choreography';
import { describe, expect, test } from 'vitest';
import { type Found, listOf, referredBy, resourcesOf, statementsOf, synthesized } from '../synthesized.ts';

/** Rules that every template keeps, whichever participants there are. Each test lists what breaks its rule. */
const templates = await synthesized();
const functions = resourcesOf(templates, 'AWS::Lambda::Function');
const at = (found: readonly { readonly at: string }[]) => found.map((resource) => resource.at);

describe('Nobody says or does what is not theirs:', () => {
  const jobOf = (policy: Found) => {
    const role = referredBy(policy.Properties.Roles[0]);
    const [job] = resourcesOf([policy.template], 'AWS::Lambda::Function').filter(
      ({ Properties }) => referredBy(Properties.Role) === role,
    );
    return job?.Metadata?.[JOB_METADATA] as { job: string; emits: { source: string; type: string }[] };
  };

  test('every function has a role of its own, with one policy and no managed ones', () => {
    const roles = resourcesOf(templates, 'AWS::IAM::Role');
    const policies = resourcesOf(templates, 'AWS::IAM::Policy');
    const users = roles.map(({ id, template, Properties }) => ({
      functions: functions.filter((used) => used.template === template && referredBy(used.Properties.Role) === id)
        .length,
      policies: policies.filter(
        (policy) => policy.template === template && referredBy(policy.Properties.Roles[0]) === id,
      ).length,
      others: [...(Properties.ManagedPolicyArns ?? []), ...(Properties.Policies ?? [])],
    }));
    expect(users).toEqual(functions.map(() => ({ functions: 1, policies: 1, others: [] })));
  });

  test('PutEvents is allowed on the own bus alone, with the source and detail-types that the job declares', () => {
    const grants = statementsOf(templates).filter(({ statement }) =>
      listOf(statement.Action).some((action) => /^(\*|events:(\*|Put.*))$/.test(action)),
    );
    expect(grants.length).toBeGreaterThan(0);
    for (const { statement, policy } of grants) {
      const { emits } = jobOf(policy);
      expect({ at: policy.at, ...statement }).toEqual({
        at: policy.at,
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::Join': ['', expect.arrayContaining([':event-bus/checkout'])] },
        Condition: {
          'ForAllValues:StringEquals': {
            'events:source': [...new Set(emits.map(({ source }) => source))],
            'events:detail-type': emits.map(({ type }) => type),
          },
          Null: { 'events:source': 'false', 'events:detail-type': 'false' },
        },
      });
    }
  });

  test('a job that says nothing may put no events', () => {
    const silent = statementsOf(templates).filter(({ policy }) => jobOf(policy).emits.length === 0);
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.flatMap(({ statement }) => listOf(statement.Action)).join(' ')).not.toContain('events:');
  });

  test('no action is granted by a wildcard, and no resource but where AWS knows nothing finer', () => {
    const wide = statementsOf(templates).flatMap(({ statement, policy }) =>
      listOf(statement.Action)
        .filter((action) => action.includes('*') || listOf(statement.Resource).includes('*'))
        .map((action) => `${policy.at} ${action}`),
    );
    const nothingFiner = [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'sqs:ListQueues',
      'cloudformation:ListStacks',
      'dynamodb:ListStreams',
    ];
    expect(wide.filter((grant) => !nothingFiner.some((action) => grant.endsWith(` ${action}`)))).toEqual([]);
  });

  test('email is sent from the sender alone, by the participant email alone', () => {
    const grants = statementsOf(templates).filter(({ statement }) =>
      listOf(statement.Action).some((action) => action.startsWith('ses:')),
    );
    expect([...new Set(grants.map(({ policy }) => policy.template.name))]).toEqual(['Choreography-Email']);
    for (const { statement } of grants) {
      expect(statement.Action).toBe('ses:SendEmail');
      expect(statement.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'orders@example.com' } });
    }
  });

  test("a job writes no other job's inbox", () => {
    const writing = statementsOf(templates).filter(
      ({ statement }) => !listOf(statement.Action).every((action) => action === 'dynamodb:GetItem'),
    );
    const others = writing.flatMap(({ statement, policy }) =>
      listOf<string>(statement.Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [])
        .filter((key) => key.startsWith('inbox'))
        .filter((key) => ![`inbox#${jobOf(policy).job}#*`, `inbox-outcome#${jobOf(policy).job}#*`].includes(key))
        .map((key) => `${policy.at} ${key}`),
    );
    expect(others).toEqual([]);
  });

  test('every function URL wants a signature', () => {
    const urls = resourcesOf(templates, 'AWS::Lambda::Url');
    expect(urls.length).toBeGreaterThan(0);
    expect(at(urls.filter(({ Properties }) => Properties.AuthType !== 'AWS_IAM'))).toEqual([]);
  });
});
