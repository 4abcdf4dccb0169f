import { expect, it } from 'vitest';
import { Cause } from '#simulation/world/cause.ts';

it('names what follows from it by the way that leads there, and numbers what has the same name', () => {
  const cause = new Cause(1, 'loan1');
  expect(cause.next('fetch-book').label).toBe('loan1>fetch-book');
  expect(cause.next('fetch-book').label).toBe('loan1>fetch-book#2');
  expect(cause.next('fetch-book').next('dynamodb').label).toBe('loan1>fetch-book#3>dynamodb');
});

it('draws the same for the same seed, label and question, whatever else was drawn', () => {
  const quiet = new Cause(7, 'loan1');
  const busy = new Cause(7, 'loan1');
  busy.uuid();
  busy.draw('another');
  expect(busy.draw('crash')).toBe(quiet.draw('crash'));
  expect(new Cause(8, 'loan1').draw('crash')).not.toBe(quiet.draw('crash'));
  expect(new Cause(7, 'loan2').draw('crash')).not.toBe(quiet.draw('crash'));
});

it('makes ids that look like any others, each once', () => {
  const cause = new Cause(7, 'loan1');
  const ids = Array.from({ length: 100 }, () => cause.uuid());
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('draws by its label, whether it was made from that or followed from another', () => {
  const followed = new Cause(7, 'loan1').next('fetch-book').next('dynamodb');
  const made = new Cause(7, 'loan1>fetch-book>dynamodb');
  expect([followed.draw('crash'), followed.uuid()]).toEqual([made.draw('crash'), made.uuid()]);
});
