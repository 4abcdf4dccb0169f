import { defineEvent, type EventContract, personal } from 'choreography';
import * as z from 'zod';

/** What is said in a library: the small business on which the package is tested. */

const Member = z.object({ number: z.int().positive(), name: personal(z.string()) });
const Loan = z.object({
  id: z.string().min(1),
  member: Member,
  books: z.array(z.object({ isbn: z.string().min(1) })),
});

const ofLoan = <Type extends string>(type: Type, source: string) =>
  defineEvent({
    source,
    type,
    version: 1,
    data: z.object({ loan: Loan, noise: z.string().optional() }),
    correlateBy: 'loan.id',
  });

export const BookLent = ofLoan('BookLent', 'library.lending');
export const LoanCancelled = ofLoan('LoanCancelled', 'library.lending');
export const BooksPosted = ofLoan('BooksPosted', 'library.post');
export const BooksCollected = ofLoan('BooksCollected', 'library.lending');
export const ReaderReminded = ofLoan('ReaderReminded', 'library.letters');
export const BooksReturned = ofLoan('BooksReturned', 'library.returns');
export const BooksLost = ofLoan('BooksLost', 'library.returns');
export const LossWritten = ofLoan('LossWritten', 'library.letters');

/** Said once for each book of a loan. */
export const BookFetched = defineEvent({
  source: 'library.stacks',
  type: 'BookFetched',
  version: 1,
  data: z.object({ loan: Loan, isbn: z.string().min(1) }),
  correlateBy: 'loan.id',
});

export const MemberJoined = defineEvent({
  source: 'library.members',
  type: 'MemberJoined',
  version: 1,
  data: z.object({ member: Member }),
  correlateBy: 'member.number',
});

/** It belongs to a member, and to each loan for which they pay. */
export const FeesPaid = defineEvent({
  source: 'library.desk',
  type: 'FeesPaid',
  version: 1,
  data: z.object({ member: Member, loans: z.array(z.object({ id: z.string().min(1) })) }),
  correlateBy: 'member.number',
});

/** No process waits for it. */
export const ShelfMoved = defineEvent({
  source: 'library.stacks',
  type: 'ShelfMoved',
  version: 1,
  data: z.object({
    shelf: z.object({ id: z.string().min(1) }),
    mover: personal(z.string()),
    books: z.int(),
    n: z.int().optional(),
    text: z.string().optional(),
  }),
  correlateBy: 'shelf.id',
});

/** Nobody waits for it, and the desk unpacks it. */
export const DeliveryCame = defineEvent({
  source: 'library.post',
  type: 'DeliveryCame',
  version: 1,
  data: z.object({ delivery: z.object({ id: z.string().min(1) }), books: z.int() }),
  correlateBy: 'delivery.id',
});

export const all: readonly EventContract[] = [
  ...[BookLent, LoanCancelled, BookFetched, BooksPosted, BooksCollected, ReaderReminded],
  ...[BooksReturned, BooksLost, LossWritten, MemberJoined, FeesPaid, ShelfMoved],
  DeliveryCame,
];
