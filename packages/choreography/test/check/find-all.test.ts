import { describe, expect, test } from 'vitest';
import { findAll } from '#check/find-all.ts';
import type { Finding } from '#check/finding.ts';
import { AlteredLibrary } from '../library/altered-library.ts';

type Sentences = Readonly<Record<string, string>>;
type Case = [fault: string, make: (library: AlteredLibrary) => void, found: Sentences];

/** What is known of the library as it is: who lends and who joins is not in its templates, and nobody acts on the monitor's word. */
const KNOWN = new Set(findAll(new AlteredLibrary().graph()).map(({ name }) => name));

function findingsAfter(fault: (library: AlteredLibrary) => void): Finding[] {
  const library = new AlteredLibrary();
  fault(library);
  return findAll(library.graph()).filter(({ name }) => !KNOWN.has(name));
}

/** Each fault is found under its name, with its sentence, and nothing is found beside it but what follows from it. */
const faults = (cases: Case[]) =>
  test.each(cases)('%s', (_, make, found) => {
    expect(Object.fromEntries(findingsAfter(make).map(({ name, what }) => [name, what]))).toEqual(found);
  });

test('In the library as it is, only what comes from outside and what nobody waits for is found', () => {
  expect([...KNOWN].sort()).toEqual([
    'unheard-event library.monitor LoanCompleted',
    'unheard-event library.monitor LoanOverdue',
    'unheard-event library.monitor MembershipCompleted',
    'unheard-event library.monitor MembershipOverdue',
    'unmatched-rule desk/take-fees on library.members MemberJoined',
    'unmatched-rule desk/unpack on library.post DeliveryCame',
    'unmatched-rule stacks/fetch on library.lending BookLent',
    'unreachable-step loan ends library.lending LoanCancelled',
  ]);
});

describe('A rule:', () => {
  const lost = 'returns/take-back says library.returns BooksLost';
  faults([
    [
      'hears what nobody says',
      (library) => library.alsoOn('Letters', 'WriteOff', { source: ['library.returns'], 'detail-type': ['BooksLots'] }),
      {
        'unmatched-rule letters/write-off on library.returns BooksLots': `Nobody in these templates says what the rule for letters/write-off hears: library.returns BooksLots on the bus library-2. ${lost}.`,
      },
    ],
    [
      'is on another bus than what it hears',
      (library) => {
        const on = { source: ['library.returns'], 'detail-type': ['BooksLost'] };
        library.alsoOn('Letters', 'WriteOff', on).EventBusName = 'elsewhere';
      },
      {
        'unmatched-rule letters/write-off on library.returns BooksLost': `Nobody in these templates says what the rule for letters/write-off hears: library.returns BooksLost on the bus elsewhere. ${lost} on the bus library-2.`,
      },
    ],
    [
      'has a pattern that EventBridge refuses',
      (library) => library.alsoOn('Letters', 'WriteOff', { source: 'library.returns' }),
      {
        'refused-pattern letters/write-off on {"source":"library.returns"}':
          'EventBridge would refuse the pattern of the rule that calls letters/write-off: "source" must be an object or an array (at source).',
      },
    ],
    [
      'names a field that no event has',
      (library) => library.alsoOn('Letters', 'WriteOff', { source: ['library.returns'], data: { loan: ['l-1'] } }),
      {
        'impossible-pattern letters/write-off on {"source":["library.returns"],"data":{"loan":["l-1"]}}':
          'No event can match the pattern of the rule that calls letters/write-off: an event has no field "data" (the data of an event is below "detail").',
      },
    ],
    [
      'asks for what the contract never promises',
      (library) => {
        library.rule('Post', 'Send').EventPattern.detail = { data: { loan: { member: { number: ['many'] } } } };
      },
      {
        'impossible-pattern post/send on {"source":["library.stacks"],"detail-type":["BookFetched"],"detail":{"data":{"loan":{"member":{"number":["many"]}}}}}':
          'No event can match the pattern of the rule that calls post/send: detail.data.loan.member.number is integer with minimum 0, exclusiveMinimum 0, maximum 9007199254740991, and never what the pattern asks for.',
      },
    ],
    [
      'asks for a field that the contract does not have',
      (library) => {
        library.rule('Letters', 'WriteOff').EventPattern.detail = { data: { loan: { state: ['lost'] } } };
      },
      {
        'impossible-pattern letters/write-off on {"source":["library.returns"],"detail-type":["BooksLost"],"detail":{"data":{"loan":{"state":["lost"]}}}}':
          'No event can match the pattern of the rule that calls letters/write-off: detail.data.loan.state is in the contract of no event that it hears.',
      },
    ],
    [
      'has a target without a dead-letter queue',
      (library) => {
        delete library.rule('Letters', 'WriteOff').Targets[0].DeadLetterConfig;
      },
      {
        'no-dead-letter-queue letters/write-off on library.returns BooksLost':
          'The rule that brings library.returns BooksLost to letters/write-off has no dead-letter queue.',
      },
    ],
    [
      'has a target whose dead-letter queue is a FIFO queue',
      (library) => {
        library.rule('Letters', 'WriteOff').Targets[0].DeadLetterConfig = {
          Arn: 'arn:aws:sqs:us-east-1:000000000000:dead.fifo',
        };
      },
      {
        'fifo-dead-letter-queue letters/write-off on library.returns BooksLost':
          'The dead-letter queue of letters/write-off for library.returns BooksLost is a FIFO queue: arn:aws:sqs:us-east-1:000000000000:dead.fifo.',
      },
    ],
    [
      'leads to a durable function itself, and to none of its versions',
      (library) => {
        library.resource('Letters', 'AWS::Lambda::Function', 'WriteOff').Properties.DurableConfig = {
          ExecutionTimeout: 3600,
        };
      },
      {
        'unversioned-durable-function letters/write-off on library.returns BooksLost':
          'The rule that brings library.returns BooksLost to letters/write-off leads to a durable function without a version or alias.',
      },
    ],
    [
      'has a target without a retry policy',
      (library) => {
        delete library.rule('Letters', 'WriteOff').Targets[0].RetryPolicy;
      },
      {
        'no-retry-policy letters/write-off on library.returns BooksLost':
          'The rule that brings library.returns BooksLost to letters/write-off has no retry policy.',
      },
    ],
    [
      'may not invoke its target',
      (library) => library.remove('Letters', 'AWS::Lambda::Permission', 'WriteOff'),
      {
        'missing-permission letters/write-off on library.returns BooksLost':
          'Nothing lets EventBridge deliver library.returns BooksLost to letters/write-off.',
      },
    ],
    [
      'may not send to its dead-letter queue',
      (library) => library.remove('Letters', 'AWS::SQS::QueuePolicy', 'WriteOff'),
      {
        'missing-permission dead letters of letters/write-off on library.returns BooksLost': expect.stringMatching(
          /^Nothing lets EventBridge send what it cannot deliver to letters\/write-off to the dead-letter queue WriteOffDeadLetters\w+\.$/,
        ),
      },
    ],
    [
      'is disabled, which leaves out its step',
      (library) => {
        library.rule('Letters', 'WriteOff').State = 'DISABLED';
      },
      {
        'unreachable-step loan written done':
          'The step written of the process loan can never be done: library.letters LossWritten is never said as a consequence of library.lending BookLent.',
        'disabled-rule letters/write-off on library.returns BooksLost':
          'The rule that brings library.returns BooksLost to letters/write-off is disabled.',
      },
    ],
  ]);
});

describe('What is said:', () => {
  faults([
    [
      'an event that nobody hears',
      (library) => {
        library.alsoSays('Desk', 'Unpack', 'library.desk', 'DeliveryKept');
        library.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'DeliveryKept' }];
      },
      {
        'unheard-event library.desk DeliveryKept':
          'desk/unpack may say library.desk DeliveryKept on the bus library-2, and nobody hears it.',
      },
    ],
    [
      'what a job does not declare',
      (library) => library.declared('Letters', 'WriteOff').emits.pop(),
      {
        'undeclared-event letters/write-off library.letters LossWritten':
          'A policy lets letters/write-off say library.letters LossWritten, which it does not declare in emits.',
      },
    ],
    [
      'what no policy lets a job say',
      (library) => library.declared('Letters', 'WriteOff').emits.push({ source: 'library.letters', type: 'LossKept' }),
      {
        'unpermitted-event letters/write-off library.letters LossKept':
          'letters/write-off declares in emits that it says library.letters LossKept, and no policy lets it.',
      },
    ],
    [
      'one event by two participants',
      (library) => library.alsoSays('Desk', 'Unpack', 'library.letters', 'LossWritten'),
      {
        'two-sources library.letters LossWritten':
          'desk/unpack and letters/write-off may both say library.letters LossWritten on the bus library-2.',
      },
    ],
    [
      'one detail-type under two sources',
      (library) => library.alsoSays('Desk', 'Unpack', 'library.desk', 'LossWritten'),
      {
        'two-sources LossWritten':
          'LossWritten is said under 2 sources on the bus library-2: library.desk by desk/unpack and library.letters by letters/write-off.',
      },
    ],
    [
      'anything as oneself',
      (library) => {
        const { Condition } = library.maySay('Letters', 'WriteOff');
        delete Condition['ForAllValues:StringEquals']['events:detail-type'];
      },
      {
        'says-anything letters/write-off on library-2':
          'letters/write-off may put any event as library.letters on the bus library-2.',
      },
    ],
    [
      'what brings itself about, in a circle',
      (library) => library.alsoOn('Stacks', 'Fetch', { source: ['library.post'], 'detail-type': ['BooksPosted'] }),
      {
        'event-cycle post/send > library.post BooksPosted > stacks/fetch > library.stacks BookFetched > post/send':
          'Events can run in a circle: post/send says library.post BooksPosted, which stacks/fetch hears and says library.stacks BookFetched, which post/send hears.',
      },
    ],
    [
      'by two participants to each other, though in no circle',
      (library) => {
        library.alsoOn('Desk', 'Unpack', { source: ['library.letters'], 'detail-type': ['LossWritten'] });
        library.declared('Desk', 'Unpack').accepts = { type: 'object' };
        library.alsoOn('Letters', 'Remind', { source: ['library.desk'], 'detail-type': ['FeesPaid'] });
        library.declared('Letters', 'Remind').accepts = { type: 'object' };
      },
      {
        'participant-cycle desk > letters > desk':
          'Participants depend on each other: letters hears library.desk FeesPaid of desk and desk hears library.letters LossWritten of letters.',
      },
    ],
  ]);
});

test('Anything that is said as anybody is found, even what one hears, and every circle that can come of it', () => {
  const found = findingsAfter((library) => {
    delete library.maySay('Letters', 'WriteOff').Condition;
  });
  const sentences = found.map(({ what }) => what);
  expect(sentences).toContain('letters/write-off may put any event, as anybody, on the bus library-2.');
  expect(sentences).toContain(
    'Events can run in a circle: letters/write-off says library.returns BooksLost, which letters/write-off hears.',
  );
  expect(sentences).toContain(
    'Events can run in a circle: letters/write-off says library.post BooksPosted, which returns/take-back hears and says library.returns BooksLost, which letters/write-off hears.',
  );
  expect([...new Set(found.map(({ kind }) => kind))].sort()).toEqual([
    'event-cycle',
    'participant-cycle',
    'says-anything',
  ]);
});

describe('A contract:', () => {
  faults([
    [
      'does not promise what a job needs',
      (library) => {
        const { accepts } = library.declared('Letters', 'WriteOff');
        accepts.required.push('noise');
        accepts.properties.noise = { type: 'string' };
      },
      {
        'contract-misfit library.returns BooksLost to letters/write-off':
          'The data of library.returns BooksLost does not fit what letters/write-off accepts: noise may be absent, but is required.',
      },
    ],
    [
      'of what is said from outside does not promise it either',
      (library) =>
        library.contract('Bus', 'DeliveryCame', ({ properties: { detail } }) =>
          detail.properties.data.required.shift(),
        ),
      {
        'contract-misfit library.post DeliveryCame to desk/unpack':
          'The data of library.post DeliveryCame does not fit what desk/unpack accepts: delivery may be absent, but is required.',
      },
    ],
  ]);
});

describe('A business process:', () => {
  faults([
    [
      'a step waits for what nobody says',
      (library) => {
        library.process().steps.dried = { done: [{ source: 'library.returns', type: 'BooksDried' }], within: '1 hour' };
      },
      {
        'unreachable-step loan dried done':
          'The step dried of the process loan can never be done: nobody says library.returns BooksDried.',
      },
    ],
    [
      'a step waits for what does not follow from its start',
      (library) => {
        library.process(1).steps.lent = { done: [{ source: 'library.stacks', type: 'BookFetched' }], within: '1 hour' };
      },
      {
        'unreachable-step membership lent done':
          'The step lent of the process membership can never be done: library.stacks BookFetched is never said as a consequence of library.members MemberJoined.',
      },
    ],
    [
      'its watcher does not hear the end of a step',
      (library) => {
        library.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'BooksLost' }];
      },
      {
        'unreachable-step loan returned failed':
          'The step returned of the process loan can never be failed: monitor/record, which watches the process, does not hear library.returns BooksLost.',
      },
    ],
    [
      'a step waits for a failure that no event tells',
      (library) => {
        library.process().steps.written.when.step = 'fetched';
      },
      {
        'unreachable-step loan written due':
          'The step written of the process loan can never become due: no event says that fetched has failed.',
      },
    ],
    [
      'nobody can end it early, though it says so',
      (library) => {
        library.process(1).ends = [{ source: 'library.members', type: 'MemberLeft' }];
      },
      {
        'unreachable-step membership ends library.members MemberLeft':
          'The process membership can never be ended by library.members MemberLeft: nobody says library.members MemberLeft.',
      },
    ],
    [
      'it does not know one of its endings',
      (library) => {
        delete library.process().steps.written;
      },
      {
        'unknown-ending loan library.letters LossWritten':
          'The process loan can end with library.letters LossWritten of letters/write-off, which no step of it waits for.',
      },
    ],
  ]);
});
