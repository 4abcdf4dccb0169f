import { expect, it } from 'vitest';
import { withStandIns } from '#cli/instance/stand-ins.ts';

it('what was masked becomes something that its schema takes; the rest stays', () => {
  const schema = {
    properties: {
      email: { type: 'string', format: 'email' },
      name: { type: 'string' },
      born: { type: 'string', format: 'date' },
      age: { type: 'integer', minimum: 18 },
      parts: { items: { properties: { country: { enum: ['DE', 'FR'] } } } },
    },
  };
  const data = {
    id: '7',
    email: '***',
    name: '***',
    born: '***',
    age: '***',
    parts: [{ country: '***' }],
    unknown: '***',
  };
  expect(withStandIns(data, schema)).toEqual({
    ...{ id: '7', email: 'masked@example.com', name: '***', born: '2000-01-01', age: 18 },
    ...{ parts: [{ country: 'DE' }], unknown: '***' },
  });
});
