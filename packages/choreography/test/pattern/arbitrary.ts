import fc from 'fast-check';

/** Few keys and values, so that patterns and events often meet. */
const key = fc.constantFrom('a', 'b', 'c', 'items', 'o');
const text = fc.constantFrom('', 'a', 'ab', 'abc', 'ABC', 'xabc', 'b*c', '10.0.0.7', '10.0.0.200', '2001:db8::1');
const number = fc.constantFrom(-1, 0, 1, 2, 5, 5.5, 10, 300);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));

/** Any JSON that is nested a little. */
const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    leaf,
    tie('object'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));

/** An event as a rule sees it. */
export const anEvent = fc.record({
  source: fc.constantFrom('shop.a', 'shop.b'),
  'detail-type': fc.constantFrom('Placed', 'Sent'),
  detail: fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }),
});

const oneOrMore = (item: fc.Arbitrary<unknown>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 3 }));
const affix = fc.constantFrom('a', 'ab', 'bc', 'c', 'x', 'A');
const wildcard = fc.constantFrom('a*', '*c', 'a*c', '*b*', '*', 'abc', 'x*b*c', 'b\\*c');
const operator = fc.oneof(
  affix.map((prefix) => ({ prefix })),
  affix.map((suffix) => ({ suffix })),
  affix.map((each) => ({ prefix: { 'equals-ignore-case': each } })),
  affix.map((each) => ({ suffix: { 'equals-ignore-case': each } })),
  text.map((each) => ({ 'equals-ignore-case': each })),
  wildcard.map((each) => ({ wildcard: each })),
  oneOrMore(text).map((each) => ({ 'anything-but': each })),
  oneOrMore(number).map((each) => ({ 'anything-but': each })),
  fc
    .tuple(fc.constantFrom('prefix', 'suffix', 'equals-ignore-case'), oneOrMore(affix))
    .map(([name, each]) => ({ 'anything-but': { [name]: each } })),
  oneOrMore(wildcard).map((each) => ({ 'anything-but': { wildcard: each } })),
  fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number).map((numeric) => ({ numeric })),
  fc.constantFrom(['>', 0, '<=', 5], ['>=', 1, '<', 10]).map((numeric) => ({ numeric })),
  fc.constantFrom('10.0.0.0/24', '10.0.0.0/25', '2001:db8::/32').map((cidr) => ({ cidr })),
  fc.boolean().map((exists) => ({ exists })),
);
const conditions = fc.array(fc.oneof({ arbitrary: leaf, weight: 1 }, { arbitrary: operator, weight: 1 }), {
  minLength: 1,
  maxLength: 3,
});

const { fields } = fc.letrec<{ fields: object; branch: object }>((tie) => ({
  fields: fc.oneof(
    { depthSize: 'small' },
    fc.dictionary(key, conditions, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    fc.dictionary(key, fc.oneof(conditions, tie('fields')), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    fc
      .tuple(
        fc.dictionary(key, conditions, { maxKeys: 1, noNullPrototype: true }),
        fc.array(tie('fields'), { minLength: 2, maxLength: 3 }),
      )
      .map(([others, $or]) => ({ ...others, $or })),
  ),
  branch: tie('fields'),
}));

/** A pattern that EventBridge takes. */
export const aPattern = fc.record(
  {
    source: fc.constantFrom(['shop.a'], ['shop.b'], [{ prefix: 'shop.' }]),
    'detail-type': fc.constantFrom(['Placed'], ['Sent'], ['Placed', 'Sent']),
    detail: fields,
  },
  { requiredKeys: ['detail'], noNullPrototype: true },
);
