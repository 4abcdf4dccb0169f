/** What compiles as a route, and what does not: checked by the type check, and by event-job.test.ts. */
import * as z from 'zod';
import type { EventJob } from '#constructs/jobs/event-job.ts';
import { defineEvent } from '#contracts/define-event.ts';
import { BookLent, BooksPosted, BooksReturned, DeliveryCame } from '../../../test/library/events.ts';
import type { desk } from '../../../test/library/functions/desk/participant.ts';
import { monitor } from '../../../test/library/functions/monitor/participant.ts';

const Loan = BookLent.data.shape.loan;
const Lent = z.object({ loan: Loan });

declare const fetchBooks: EventJob<typeof Lent>;
declare const unpack: EventJob<(typeof desk.jobs)['unpack']['accepts']>;
declare const record: EventJob<(typeof monitor.jobs)['record']['accepts']>;

// Any event that carries what the job accepts can trigger it, also when it carries more.
fetchBooks.on(BookLent).on(BooksPosted).on(BooksReturned);
unpack.on(DeliveryCame);
record.on(BookLent).on(DeliveryCame).onEverythingBut(monitor.source);

// @ts-expect-error a delivery carries no loan
fetchBooks.on(DeliveryCame);

// @ts-expect-error a loan carries no delivery
unpack.on(BookLent);

// @ts-expect-error not everything on the bus carries a loan
fetchBooks.onEverythingBut(monitor.source);

const LoanCounted = defineEvent({
  source: 'library.stacks',
  type: 'LoanCounted',
  version: 1,
  data: z.object({ loan: Loan.omit({ books: true }) }),
  correlateBy: 'loan.id',
});
// @ts-expect-error the loan comes without its books
fetchBooks.on(LoanCounted);

const LoanNumbered = defineEvent({
  source: 'library.stacks',
  type: 'LoanNumbered',
  version: 1,
  data: z.object({ loan: Loan.extend({ id: z.int() }) }),
  correlateBy: 'loan.id',
});
// @ts-expect-error the loan's id is a number
fetchBooks.on(LoanNumbered);
