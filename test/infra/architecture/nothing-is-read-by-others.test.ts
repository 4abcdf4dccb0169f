import { describe, expect, test } from 'vitest';
import { referredBy, resourcesOf, type Statement, synthesized } from '../synthesized.ts';

/** Rules that every template keeps, whichever participants there are. Each test lists what breaks its rule. */
const templates = await synthesized();
const functions = resourcesOf(templates, 'AWS::Lambda::Function');
const at = (found: readonly { readonly at: string }[]) => found.map((resource) => resource.at);

describe('Nothing is read by others:', () => {
  test('every table and every queue is encrypted', () => {
    const stores = resourcesOf(templates, 'AWS::DynamoDB::Table', 'AWS::SQS::Queue');
    const open = stores.filter(
      ({ Properties }) =>
        !(Properties.SqsManagedSseEnabled === true || Properties.SSESpecification?.SSEEnabled === true),
    );
    expect(at(open)).toEqual([]);
  });

  test('every queue takes TLS only', () => {
    const policies = resourcesOf(templates, 'AWS::SQS::QueuePolicy');
    const open = resourcesOf(templates, 'AWS::SQS::Queue').filter(
      ({ id, template }) =>
        !policies.some(
          (policy) =>
            policy.template === template &&
            policy.Properties.Queues.some((queue: { Ref: string }) => queue.Ref === id) &&
            policy.Properties.PolicyDocument.Statement.some(
              ({ Effect, Condition }: Statement) =>
                Effect === 'Deny' && Condition?.Bool?.['aws:SecureTransport'] === 'false',
            ),
        ),
    );
    expect(at(open)).toEqual([]);
  });

  test('every function has its own log group, and every log group forgets', () => {
    const groups = resourcesOf(templates, 'AWS::Logs::LogGroup');
    const used = functions.map(({ id, template, Properties, at: place }) => {
      const group = template.resources[referredBy(Properties.LoggingConfig?.LogGroup) ?? ''];
      return group?.Properties.LogGroupName === `/aws/lambda/${Properties.FunctionName}` ? id : `${place} has none`;
    });
    expect(used).toEqual(functions.map(({ id }) => id));
    expect(at(groups.filter(({ Properties }) => !Properties.RetentionInDays))).toEqual([]);
  });
});
