import { expect, it } from 'vitest';
import { EventKinds } from '#local/events/notices/event-kinds.ts';

it('A kind is new once, and another of the same source, of the same name or on another bus is another', () => {
  const kinds = new EventKinds();
  const loan = ['museum', 'museum.loans', 'LoanAgreed'] as const;
  expect([kinds.add(...loan), kinds.add(...loan)]).toEqual([true, false]);
  const others: [string, string, string][] = [
    ['museum', 'museum.loans', 'LoanEnded'],
    ['museum', 'museum.desk', 'LoanAgreed'],
    ['library', 'museum.loans', 'LoanAgreed'],
  ];
  expect(others.map((kind) => kinds.add(...kind))).toEqual([true, true, true]);
  expect(others.map((kind) => kinds.add(...kind))).toEqual([false, false, false]);
  expect(kinds.add(...loan)).toBe(false);
});
