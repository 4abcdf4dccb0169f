import { ParticipantStack, type ParticipantStackClass, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { BookFetched, BookLent, BooksLost, BooksPosted } from '../events.ts';
import { lending } from '../functions/lending/participant.ts';
import { letters } from '../functions/letters/participant.ts';
import { post } from '../functions/post/participant.ts';
import { returns } from '../functions/returns/participant.ts';
import { stacks } from '../functions/stacks/participant.ts';

class StacksStack extends ParticipantStack<typeof stacks> {
  static readonly participant = stacks;
  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, stacks);
    this.job('fetch').on(BookLent);
  }
}

class PostStack extends ParticipantStack<typeof post> {
  static readonly participant = post;
  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, post);
    this.job('send').on(BookFetched);
  }
}

class LendingStack extends ParticipantStack<typeof lending> {
  static readonly participant = lending;
  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, lending);
    this.job('hand-over').on(BookFetched);
  }
}

class ReturnsStack extends ParticipantStack<typeof returns> {
  static readonly participant = returns;
  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, returns);
    this.job('take-back').on(BooksPosted);
  }
}

class LettersStack extends ParticipantStack<typeof letters> {
  static readonly participant = letters;
  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, letters);
    this.job('remind').on(BooksPosted);
    this.job('write-off').on(BooksLost);
  }
}

/** Those who do the steps of a loan. */
export const staff: readonly ParticipantStackClass[] = [
  StacksStack,
  PostStack,
  LendingStack,
  ReturnsStack,
  LettersStack,
];
