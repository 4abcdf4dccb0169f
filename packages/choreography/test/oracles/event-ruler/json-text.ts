import fc from 'fast-check';

/** JSON as text, where every way to write a number, and a key that is written twice, can be said. */

const NUMBERS = [
  ...['-1', '0', '-0', '1', '1.0', '1e0', '2', '5', '5.5', '10', '300', '3e2', '0.1', '1e-7', '100000000000000000000'],
  // Numbers that a double holds nearly.
  ...['1234567890123456789', '1234567890123456788', '1234567890123456768', '1234567890123456800'],
  ...['1234567890123456770', '12345678901234567000', '-81985529216486900', '1e19', '1.5e300'],
  ...['9007199254740992', '9007199254740993', '0.10000000000000001', '0.1000000000000000055511151231257827'],
  // Numbers that it does not hold.
  ...['1e400', '1E400', '1e401', '-1e400', '1e-400', '5e-324', '4.9e-324', '1e308', '0e99999999999', '0e1'],
];
/** Letters whose case depends on where they stand, or whose cases differ in length. */
const LETTERS = [
  ...['ß', 'SS', 'ss', 'ẞ', 'İ', 'i̇', 'i', 'I', 'ı', 'Σ', 'σ', 'ς', 'ΑΣ', 'ας', 'ασ', 'K', 'k', '\u212a'],
  ...['ǆ', 'ǅ', 'Ǆ', 'é', 'É', 'ŉ', 'ʼN', 'ʼn', '😀', '??'],
];
const TEXTS = ['', 'a', 'ab', 'abc', 'ABC', 'xabc', 'b*c', '1', '10.0.0.7', '10.0.0.200', '2001:db8::1', ...LETTERS];

const key = fc.constantFrom('a', 'b', 'c', 'items', 'o', 'a.b', '10');
const number = fc.constantFrom(...NUMBERS);
const text = fc.constantFrom(...TEXTS);
const quoted = text.map((each) => JSON.stringify(each));
const leaf = fc.oneof(quoted, number, fc.constantFrom('true', 'false', 'null'));

const list = (item: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(item, { minLength, maxLength }).map((items) => `[${items.join(',')}]`);
/** Keys may occur again. */
const members = (member: fc.Arbitrary<string>, minLength: number, maxLength: number): fc.Arbitrary<string[]> =>
  fc.array(
    fc.tuple(key, member).map(([name, each]) => `${JSON.stringify(name)}:${each}`),
    { minLength, maxLength },
  );
const object = (content: fc.Arbitrary<string[]>): fc.Arbitrary<string> => content.map((each) => `{${each.join(',')}}`);

const { value } = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, leaf, tie('object'), list(tie('value'), 0, 3)),
  object: object(members(tie('value'), 0, 4)),
}));

/** An event as a rule sees it. */
export const anEventText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('shop.a', 'shop.b'), object(members(value, 0, 6)))
  .map(([source, detail]) => `{"source":"${source}","detail-type":"Placed","detail":${detail}}`);

const oneOrMore = (item: fc.Arbitrary<string>) => fc.oneof(item, list(item, 1, 3));
const operator = (name: string, operand: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  operand.map((each) => `{"${name}":${each}}`);
const wildcard = fc
  .constantFrom('a*', '*c', 'a*c', '*b*', '*', 'abc', 'x*b*c', 'b\\*c')
  .map((each) => JSON.stringify(each));
const comparison = fc
  .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), number)
  .map(([sign, each]) => `["${sign}",${each}]`);
const range = fc.tuple(number, number).map(([from, to]) => `[">",${from},"<=",${to}]`);

const plain = [
  leaf,
  operator('prefix', quoted),
  operator('suffix', quoted),
  operator('anything-but', oneOrMore(quoted)),
  operator('anything-but', oneOrMore(number)),
  operator('anything-but', operator('prefix', oneOrMore(quoted))),
  operator('anything-but', operator('suffix', oneOrMore(quoted))),
  operator('numeric', comparison),
  operator('numeric', range),
  operator('cidr', fc.constantFrom('"10.0.0.0/24"', '"10.0.0.0/25"', '"2001:db8::/32"')),
  operator('exists', fc.constantFrom('true', 'false')),
];
const ignoringCase = [
  operator('prefix', operator('equals-ignore-case', quoted)),
  operator('suffix', operator('equals-ignore-case', quoted)),
  operator('equals-ignore-case', quoted),
  operator('anything-but', operator('equals-ignore-case', oneOrMore(quoted))),
];
const wildcards = [operator('wildcard', wildcard), operator('anything-but', operator('wildcard', oneOrMore(wildcard)))];
/** Not both in one list: beside wildcards, Event Ruler at times matches ignoring case what none of a list matches alone. */
const conditions = fc.oneof(
  list(fc.oneof(...plain, ...ignoringCase), 1, 3),
  list(fc.oneof(...plain, ...wildcards), 1, 3),
);

const { fields } = fc.letrec<{ fields: string; branch: string }>((tie) => ({
  fields: fc.oneof(
    { depthSize: 'small' },
    object(members(conditions, 1, 3)),
    object(members(fc.oneof(conditions, tie('fields')), 1, 3)),
    object(
      fc
        .tuple(members(conditions, 0, 1), list(tie('fields'), 2, 3))
        .map(([others, branches]) => [...others, `"$or":${branches}`]),
    ),
  ),
  branch: tie('fields'),
}));

/** A pattern: most are taken, some have a number that cannot be compared. */
export const aPatternText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '"source":["shop.a"],', '"source":[{"prefix":"shop."}],'), fields)
  .map(([source, detail]) => `{${source}"detail":${detail}}`);

/** What a slip of the pen may leave: a character, or the beginning of something. */
const SLIPS = [
  ...[
    '',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '1',
    '-',
    '+',
    '.',
    'e',
    'E',
    'x',
    'I',
    'N',
    '/',
    '#',
    "'",
    '\\',
    '\\u',
  ],
  ...[' ', '\n', '\r', '\r\n', '\t', '\0', '\v', '\x1e', '\x7f', 'é', '\u212a', '😀'],
  ...['01', '1.', '1e', '1e+', '-I', '+1', 'NaN', 'Infinity', '-Infinity', 'nul', 'nulx', 'true1', 'tru'],
];
const slip = fc.constantFrom(...SLIPS);

/** Small patterns, in which a slip is at each place that a reader of JSON knows. */
const PLACES = [
  ...[
    '@',
    ' @ ',
    '{@:[1]}',
    '{"a@":[1]}',
    '{"a":@}',
    '{"a":[@]}',
    '{"a":[1,@]}',
    '{"a":["x@"]}',
    '{"a":[1]@}',
    '{"a":[1]@',
  ],
  ...['{"a":[@', '\r{\n"a"\r\n:\t[@]}', '{"a":[{"numeric":["=",@]}]}', '{"a":[{"anything-but":[1,@,2]}]}'],
  ...['{"a":[{"prefix":@}]}', '{"$or":[{"a":[@]},{"b":[1]}]}'],
];

/** A pattern with a slip of the pen: characters that are missing, written twice, or others; it may break off there. */
export const aSpoiltPatternText: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(aPatternText, fc.nat(), slip, fc.nat(2), fc.nat(5)).map(([pattern, place, written, lost, breaksOff]) => {
    const at = place % pattern.length;
    const begins = pattern.slice(0, at) + written;
    return breaksOff === 0 ? begins : begins + pattern.slice(at + lost);
  }),
  fc
    .tuple(fc.constantFrom(...PLACES), fc.array(fc.oneof(slip, quoted, number), { minLength: 1, maxLength: 3 }))
    .map(([pattern, written]) => pattern.replace('@', () => written.join(''))),
);

const v4Part = fc.constantFrom('0', '1', '10', '010', '0010', '255', '256', '', '00', '+1', '-1', '\u0661');
const v6Part = fc.constantFrom('0', '1', '00', 'a00', '0a00', 'ffff', 'FFFF', '0ffff', '10000', 'g', '');
const between = (part: fc.Arbitrary<string>, sign: string, maxLength: number) =>
  fc.array(part, { maxLength }).map((parts) => parts.join(sign));

/** What looks like an address. */
export const anAddress: fc.Arbitrary<string> = fc.oneof(
  between(v4Part, '.', 5),
  between(v6Part, ':', 9),
  fc.tuple(between(v6Part, ':', 4), between(v6Part, ':', 4)).map((halves) => halves.join('::')),
  fc.constantFrom('10.0.0.1', '10.0.0.01', '00010.00.000.001', '::ffff:a00:1', '::ffff:10.0.0.1', '::', '::1', 'a00::'),
);

/** What looks like a block of addresses. */
export const aBlock: fc.Arbitrary<string> = fc
  .tuple(
    anAddress,
    fc.constantFrom(
      '/24',
      '/0',
      '/8',
      '/32',
      '/127',
      '/128',
      '/-1',
      '/+8',
      '/08',
      '/',
      '//',
      '/8/',
      '',
      '/x',
      '/9999999999',
    ),
  )
  .map((parts) => parts.join(''));
