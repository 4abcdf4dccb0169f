import { defineCalendar, defineProcess } from 'choreography';
import * as events from './events.ts';

export const openingHours = defineCalendar({
  timeZone: 'Europe/Berlin',
  hours: {
    ...{ monday: '09:00-17:00', tuesday: '09:00-17:00', wednesday: '09:00-17:00' },
    ...{ thursday: '09:00-17:00', friday: '09:00-13:00' },
  },
  holidays: ['2026-12-25'],
});

/** What should happen to every loan: it uses all that a process can have. */
export const loan = defineProcess('loan', {
  instance: { one: 'loan', many: 'loans' },
  party: { label: 'Member', path: 'loan.member.number' },
  starts: events.BookLent,
  keys: { FeesPaid: 'loans[].id' },
  calendar: openingHours,
  steps: {
    fetched: { done: [events.BookFetched], within: '30 minutes', forEach: 'loan.books' },
    posted: { done: [events.BooksPosted], within: '1 hour', after: 'fetched', oneOf: 'handover' },
    collected: { done: [events.BooksCollected], within: '2 days', after: 'fetched', oneOf: 'handover' },
    reminded: { done: [events.ReaderReminded], times: 3, optional: true },
    returned: { done: [events.BooksReturned], failed: [events.BooksLost], within: '30 days' },
    written: {
      ...{ done: [events.LossWritten], within: '4 business hours' },
      when: { step: 'returned', is: 'failed' },
    },
    paid: { done: [events.FeesPaid], within: '2 business days', when: { step: 'returned', is: 'failed' } },
  },
  ends: [events.LoanCancelled],
});

/** What should happen to every member, whose key is a number. */
export const membership = defineProcess('membership', {
  instance: { one: 'member', many: 'members' },
  starts: events.MemberJoined,
  steps: { paid: { done: [events.FeesPaid], within: '1 hour' } },
});
