import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from '#local/iam/judge.ts';
import { compilePolicy, type StatementDocument } from '#local/iam/policy.ts';

const ROLE = {
  principalArn: 'arn:aws:iam::000000000000:role/r',
  sessionArn: 'arn:aws:sts::000000000000:assumed-role/r/f',
  account: '000000000000',
};
const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/orders';
type Keys = Record<string, string[]>;

const asked = (context: Keys = {}, action = 'dynamodb:GetItem', resource = TABLE) => ({
  principal: ROLE,
  action,
  resource,
  context: (key: string) => context[key],
});
const allow = (more: Partial<StatementDocument> = {}): StatementDocument => ({
  ...{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE },
  ...more,
});
const allows = (statements: StatementDocument | StatementDocument[], request = asked()) =>
  judge(request, compilePolicy({ Statement: statements })).allowed;

describe('an action or a resource', () => {
  it.each([
    ['the same', 'dynamodb:GetItem', TABLE, true],
    ['in another case', 'DynamoDB:getitem', TABLE, true],
    ['with a wildcard', 'dynamodb:Get*', `${TABLE.slice(0, -2)}*`, true],
    ['with a wildcard for one character', 'dynamodb:?etItem', `${TABLE.slice(0, -1)}?`, true],
    ['any', '*', '*', true],
    ['of another action', 'dynamodb:PutItem', TABLE, false],
    ['of another resource', '*', `${TABLE}s`, false],
    ['of a resource in another case', '*', TABLE.replace('orders', 'Orders'), false],
    ['with the name’s beginning alone', '*', TABLE.slice(0, -1), false],
    ['with a wildcard that would have to reach over a colon', '*', 'arn:aws:dynamodb:*:table/orders', false],
    ['with its last parts left out', '*', 'arn:aws:dynamodb', true],
    ['with a literal star', '*', `${TABLE.slice(0, -1)}\${*}`, false],
    [
      'with the caller’s account as a variable',
      '*',
      TABLE.replace('000000000000', `$${'{aws:PrincipalAccount}'}`),
      true,
    ],
  ])('%s', (_, Action, Resource, expected) => {
    expect(allows(allow({ Action, Resource }), asked({ 'aws:principalaccount': ['000000000000'] }))).toBe(expected);
  });

  it.each([
    ['NotAction', { NotAction: 'dynamodb:Put*', Resource: TABLE }, true],
    ['NotAction that names it', { NotAction: 'dynamodb:*', Resource: TABLE }, false],
    ['NotResource', { Action: '*', NotResource: `${TABLE}s` }, true],
    ['NotResource that names it', { Action: '*', NotResource: '*' }, false],
  ] as [string, Partial<StatementDocument>, boolean][])('by %s', (_, statement, expected) => {
    expect(allows({ Effect: 'Allow', ...statement })).toBe(expected);
  });
});

describe('a condition', () => {
  const none: Keys = {};
  const one: Keys = { k: ['a'] };
  const two: Keys = { k: ['a', 'b'] };
  it.each([
    ['StringEquals', 'a', one, true],
    ['StringEquals', ['b', 'a'], one, true],
    ['StringEquals', 'A', one, false],
    ['StringEquals', 'a', none, false],
    ['StringEqualsIfExists', 'a', none, true],
    ['StringEqualsIfExists', 'b', one, false],
    ['StringNotEquals', 'b', one, true],
    ['StringNotEquals', ['b', 'a'], one, false],
    ['StringNotEquals', 'a', none, true],
    ['StringEqualsIgnoreCase', 'A', one, true],
    ['StringLike', 'a*', { k: ['abc'] }, true],
    ['StringLike', '?', { k: ['abc'] }, false],
    ['StringNotLike', 'a*', { k: ['abc'] }, false],
    ['Null', 'true', none, true],
    ['Null', 'true', one, false],
    ['Null', 'false', none, false],
    ['Null', 'false', one, true],
    ['Null', 'true', { k: [] }, true],
    ['Bool', 'true', { k: ['true'] }, true],
    ['Bool', true, { k: ['true'] }, true],
    ['Bool', 'true', { k: ['false'] }, false],
    ['Bool', 'true', none, false],
    ['BoolIfExists', 'true', none, true],
    [
      'ArnLike',
      'arn:aws:events:*:000000000000:rule/shop/*',
      { k: ['arn:aws:events:us-east-1:000000000000:rule/shop/r'] },
      true,
    ],
    ['ArnLike', 'arn:aws:events:*:rule/shop/r', { k: ['arn:aws:events:us-east-1:000000000000:rule/shop/r'] }, false],
    ['ArnEquals', 'arn:aws:sqs:us-east-1:0:q', { k: ['arn:aws:sqs:us-east-1:0:q'] }, true],
    ['ArnNotLike', 'arn:aws:sqs:*:*:q', { k: ['arn:aws:sqs:us-east-1:0:q'] }, false],
    ['NumericLessThan', '10', { k: ['9'] }, true],
    ['NumericGreaterThanEquals', 10, { k: ['9'] }, false],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', { k: ['2026-06-01T00:00:00Z'] }, true],
    ['IpAddress', '10.0.0.0/8', { k: ['10.1.2.3'] }, true],
    ['NotIpAddress', '10.0.0.0/8', { k: ['11.1.2.3'] }, true],
    ['ForAllValues:StringEquals', ['a', 'b', 'c'], two, true],
    ['ForAllValues:StringEquals', 'a', two, false],
    ['ForAllValues:StringEquals', 'a', none, true],
    ['ForAllValues:StringLike', ['a*'], { k: ['a1', 'a2'] }, true],
    ['ForAllValues:StringNotEquals', 'c', two, true],
    ['ForAllValues:StringNotEquals', 'b', two, false],
    ['ForAnyValue:StringEquals', 'b', two, true],
    ['ForAnyValue:StringEquals', 'c', two, false],
    ['ForAnyValue:StringEquals', 'a', none, false],
    ['ForAnyValue:StringNotEquals', 'a', two, true],
    ['ForAnyValue:StringNotEquals', 'a', none, false],
  ] as [string, unknown, Keys, boolean][])('%s %j with %j: %s', (operator, expected, context, result) => {
    // Keys are written in any case.
    expect(allows(allow({ Condition: { [operator]: { K: expected } } }), asked(context))).toBe(result);
  });

  it('holds only with all the others of its statement', () => {
    const Condition = { StringEquals: { a: '1', b: '2' }, Null: { c: 'true' } };
    expect(allows(allow({ Condition }), asked({ a: ['1'], b: ['2'] }))).toBe(true);
    expect(allows(allow({ Condition }), asked({ a: ['1'], b: ['3'] }))).toBe(false);
    expect(allows(allow({ Condition }), asked({ a: ['1'], b: ['2'], c: ['x'] }))).toBe(false);
  });

  it('with an operator that there is not is refused by name', () => {
    expect(() => compilePolicy({ Statement: allow({ Condition: { StringSimilar: { k: 'a' } } }) })).toThrow(
      'there is no condition operator StringSimilar',
    );
  });
});

describe('the policy of a resource', () => {
  const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
  const rule = 'arn:aws:events:us-east-1:000000000000:rule/r';
  const grants = (more: Partial<StatementDocument>) =>
    compilePolicy({ Statement: { ...{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue }, ...more } });
  const byEventBridge = {
    ...asked({ 'aws:sourcearn': [rule] }, 'sqs:SendMessage', queue),
    principal: { service: 'events.amazonaws.com' },
  };

  it.each([
    [
      'to the service for the rule',
      { Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': rule } } },
      true,
    ],
    [
      'to the service for another rule',
      { Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': `${rule}2` } } },
      false,
    ],
    ['to another service', { Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['to everybody', { Principal: '*' }, true],
    ['to nobody', {}, false],
  ] as [string, Partial<StatementDocument>, boolean][])('grants a service what it grants %s', (_, more, expected) => {
    expect(judge(byEventBridge, [], grants(more)).allowed).toBe(expected);
  });

  it.each([
    ['its role', { AWS: ROLE.principalArn }, true],
    ['its session', { AWS: ROLE.sessionArn }, true],
    [
      'its account, which then decides by the policies of its identities',
      { AWS: 'arn:aws:iam::000000000000:root' },
      false,
    ],
    ['another role', { AWS: `${ROLE.principalArn}2` }, false],
  ])('lets a function in whose own policies say nothing if it names %s', (_, Principal, expected) => {
    expect(judge(asked({}, 'sqs:SendMessage', queue), [], grants({ Principal })).allowed).toBe(expected);
  });

  it('denies what the caller’s own policy allows', () => {
    const own = compilePolicy({ Statement: allow({ Action: '*', Resource: '*' }) });
    const denial = grants({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:*' });
    expect(judge(asked({}, 'sqs:SendMessage', queue), own, denial)).toMatchObject({
      allowed: false,
      in: 'resource-based policy',
    });
  });
});

describe('whatever the statements', () => {
  const word = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '?');
  const statement: fc.Arbitrary<StatementDocument> = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.array(
      word.map((name) => `s:${name}`),
      { minLength: 1, maxLength: 2 },
    ),
    Resource: fc.array(word, { minLength: 1, maxLength: 2 }),
    Condition: fc.oneof(
      fc.constant({}),
      fc.record({
        'ForAllValues:StringLike': fc.record({ k: fc.array(word, { maxLength: 2 }) }),
      }),
    ),
  });
  const request = fc.record({
    action: fc.constantFrom('s:a', 's:b', 's:ab'),
    resource: fc.constantFrom('a', 'b', 'ab'),
    values: fc.array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 3 }),
  });
  type Request = { action: string; resource: string; values: string[] };
  const allowed = (statements: StatementDocument[], { action, resource, values }: Request) =>
    allows(statements, asked({ k: values }, action, resource));

  it('what was asked before changes no answer, though answers are remembered', () => {
    const someResources = fc.oneof(
      statement,
      statement.map(({ Resource, ...rest }) => ({ ...rest, NotResource: Resource as string[] })),
    );
    fc.assert(
      fc.property(
        fc.array(someResources, { maxLength: 5 }),
        fc.array(request, { maxLength: 9 }),
        (statements, asks) => {
          const compiled = compilePolicy({ Statement: statements });
          for (const { action, resource, values } of asks) {
            const once = asked({ k: values }, action, resource);
            expect(judge(once, compiled).allowed).toBe(allows(statements, once));
          }
        },
      ),
    );
  });

  it('their order does not matter', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), request, (statements, of) => {
        expect(allowed([...statements].reverse(), of)).toBe(allowed(statements, of));
      }),
    );
  });

  it('one that denies more never allows more, and one that allows more never denies more', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), statement, request, (statements, more, of) => {
        const before = allowed(statements, of);
        const after = allowed([...statements, more], of);
        if (more.Effect === 'Deny') expect(after && !before).toBe(false);
        else expect(before && !after).toBe(false);
      }),
    );
  });

  it('what is allowed is allowed by one of those that allow alone, and denied by none of those that deny', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 5 }), request, (statements, of) => {
        const [allowing, denying] = ['Allow', 'Deny'].map((effect) =>
          statements.filter(({ Effect }) => Effect === effect),
        );
        const one = allowing?.some((each) => allowed([each], of));
        const none = denying?.every((each) => !allowed([{ ...each, Effect: 'Allow' }], of));
        expect(allowed(statements, of)).toBe(one && none);
      }),
    );
  });

  it('values are judged all together as each is judged alone', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), fc.array(fc.constantFrom('a', 'b', 'ab')), (patterns, values) => {
        const under = (operator: string, given: string[]) =>
          allows(allow({ Condition: { [operator]: { k: patterns } } }), asked({ k: given }));
        expect(under('ForAllValues:StringLike', values)).toBe(values.every((each) => under('StringLike', [each])));
        expect(under('ForAnyValue:StringLike', values)).toBe(values.some((each) => under('StringLike', [each])));
      }),
    );
  });
});
