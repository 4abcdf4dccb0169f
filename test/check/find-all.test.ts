import { describe, expect, test } from 'vitest';
import { type AlteredShop, findingsAfter } from './altered-shop.ts';

test('In the shop as it is, nothing is found but what choreography.json allows', () => {
  expect(findingsAfter(() => {})).toEqual([]);
});

type Sentences = Readonly<Record<string, string>>;
type Case = [fault: string, make: (shop: AlteredShop) => void, found: Sentences];

/** Each fault is found under its name, with its sentence, and nothing is found beside it but what follows from it. */
const faults = (cases: Case[]) =>
  test.each(cases)('%s', (_, make, found) => {
    expect(Object.fromEntries(findingsAfter(make).map(({ name, what }) => [name, what]))).toEqual(found);
  });

describe('A rule:', () => {
  faults([
    [
      'hears what nobody says',
      (shop) => shop.alsoOn('Rewards', 'Award', { source: ['shop.checkout'], 'detail-type': ['OrderPlced'] }),
      {
        'unmatched-rule rewards/award-points on shop.checkout OrderPlced':
          'Nobody in these templates says what the rule for rewards/award-points hears: shop.checkout OrderPlced on the bus checkout. checkout/place-order says shop.checkout OrderPlaced.',
      },
    ],
    [
      'is on another bus than what it hears',
      (shop) => {
        const placed = { source: ['shop.checkout'], 'detail-type': ['OrderPlaced'] };
        shop.alsoOn('Rewards', 'Award', placed).EventBusName = 'elsewhere';
      },
      {
        'unmatched-rule rewards/award-points on shop.checkout OrderPlaced':
          'Nobody in these templates says what the rule for rewards/award-points hears: shop.checkout OrderPlaced on the bus elsewhere. checkout/place-order says shop.checkout OrderPlaced on the bus checkout.',
      },
    ],
    [
      'has a pattern that EventBridge refuses',
      (shop) => shop.alsoOn('Rewards', 'Award', { source: 'shop.checkout' }),
      {
        'refused-pattern rewards/award-points on {"source":"shop.checkout"}':
          'EventBridge would refuse the pattern of the rule that calls rewards/award-points: "source" must be an object or an array (at source).',
      },
    ],
    [
      'names a field that no event has',
      (shop) => shop.alsoOn('Rewards', 'Award', { source: ['shop.checkout'], data: { order: ['o-1'] } }),
      {
        'impossible-pattern rewards/award-points on {"source":["shop.checkout"],"data":{"order":["o-1"]}}':
          'No event can match the pattern of the rule that calls rewards/award-points: an event has no field "data" (the data of an event is below "detail").',
      },
    ],
    [
      'asks for what the contract never promises',
      (shop) => {
        shop.rule('Warehouse', 'DispatchOrderOnOrderPlaced').EventPattern.detail = {
          data: { order: { items: { quantity: ['many'] } } },
        };
      },
      {
        'impossible-pattern warehouse/dispatch-order on {"source":["shop.checkout"],"detail-type":["OrderPlaced"],"detail":{"data":{"order":{"items":{"quantity":["many"]}}}}}':
          'No event can match the pattern of the rule that calls warehouse/dispatch-order: detail.data.order.items.quantity is integer with minimum 1, maximum 10000, and never what the pattern asks for.',
      },
    ],
    [
      'asks for a field that the contract does not have',
      (shop) => {
        shop.rule('Rewards', 'ReversePoints').EventPattern.detail = { data: { order: { state: ['paid'] } } };
      },
      {
        'impossible-pattern rewards/reverse-points on {"source":["shop.warehouse"],"detail-type":["OrderRejected"],"detail":{"data":{"order":{"state":["paid"]}}}}':
          'No event can match the pattern of the rule that calls rewards/reverse-points: detail.data.order.state is in the contract of no event that it hears.',
      },
    ],
    [
      'has a target without a dead-letter queue',
      (shop) => {
        delete shop.rule('Email', 'Apologise').Targets[0].DeadLetterConfig;
      },
      {
        'no-dead-letter-queue email/apologise on shop.warehouse OrderRejected':
          'The rule that brings shop.warehouse OrderRejected to email/apologise has no dead-letter queue.',
      },
    ],
    [
      'has a target whose dead-letter queue is a FIFO queue',
      (shop) => {
        shop.rule('Email', 'Apologise').Targets[0].DeadLetterConfig = {
          Arn: 'arn:aws:sqs:us-east-1:000000000000:dead.fifo',
        };
      },
      {
        'fifo-dead-letter-queue email/apologise on shop.warehouse OrderRejected':
          'The dead-letter queue of email/apologise for shop.warehouse OrderRejected is a FIFO queue: arn:aws:sqs:us-east-1:000000000000:dead.fifo.',
      },
    ],
    [
      'has a target without a retry policy',
      (shop) => {
        delete shop.rule('Email', 'Apologise').Targets[0].RetryPolicy;
      },
      {
        'no-retry-policy email/apologise on shop.warehouse OrderRejected':
          'The rule that brings shop.warehouse OrderRejected to email/apologise has no retry policy.',
      },
    ],
    [
      'may not invoke its target',
      (shop) => shop.remove('Email', 'AWS::Lambda::Permission', 'Apologise'),
      {
        'missing-permission email/apologise on shop.warehouse OrderRejected':
          'Nothing lets EventBridge deliver shop.warehouse OrderRejected to email/apologise.',
      },
    ],
    [
      'may not send to its dead-letter queue',
      (shop) => shop.remove('Email', 'AWS::SQS::QueuePolicy', 'Apologise'),
      {
        'missing-permission dead letters of email/apologise on shop.warehouse OrderRejected': expect.stringMatching(
          /^Nothing lets EventBridge send what it cannot deliver to email\/apologise to the dead-letter queue ApologiseDeadLetters\w+\.$/,
        ),
      },
    ],
  ]);

  test('that is disabled is found, and the steps that it leaves out', () => {
    const found = findingsAfter((shop) => {
      shop.rule('Email', 'Apologise').State = 'DISABLED';
    });
    expect(found.map(({ name, what }) => [name, what])).toEqual([
      [
        'unreachable-step checkout apologised done',
        'The step apologised of the process checkout can never be done: shop.email ApologySent is never said as a consequence of shop.checkout OrderPlaced.',
      ],
      [
        'disabled-rule email/apologise on shop.warehouse OrderRejected',
        'The rule that brings shop.warehouse OrderRejected to email/apologise is disabled.',
      ],
    ]);
  });
});

describe('What is said:', () => {
  faults([
    [
      'an event that nobody hears',
      (shop) => {
        shop.alsoSays('Warehouse', 'ReceiveStock', 'shop.warehouse', 'StockKept');
        shop.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'StockKept' }];
      },
      {
        'unheard-event shop.warehouse StockKept':
          'warehouse/receive-stock may say shop.warehouse StockKept on the bus checkout, and nobody hears it.',
      },
    ],
    [
      'what a job does not declare',
      (shop) => shop.declared('Rewards', 'Award').emits.pop(),
      {
        'undeclared-event rewards/award-points shop.rewards PointsAwarded':
          'A policy lets rewards/award-points say shop.rewards PointsAwarded, which it does not declare in emits.',
      },
    ],
    [
      'what no policy lets a job say',
      (shop) => shop.declared('Rewards', 'Award').emits.push({ source: 'shop.rewards', type: 'PointsKept' }),
      {
        'unpermitted-event rewards/award-points shop.rewards PointsKept':
          'rewards/award-points declares in emits that it says shop.rewards PointsKept, and no policy lets it.',
      },
    ],
    [
      'one event by two participants',
      (shop) => shop.alsoSays('Warehouse', 'ReceiveStock', 'shop.rewards', 'PointsAwarded'),
      {
        'two-sources shop.rewards PointsAwarded':
          'rewards/award-points and warehouse/receive-stock may both say shop.rewards PointsAwarded on the bus checkout.',
      },
    ],
    [
      'one detail-type under two sources',
      (shop) => shop.alsoSays('Warehouse', 'ReceiveStock', 'shop.warehouse', 'PointsAwarded'),
      {
        'two-sources PointsAwarded':
          'PointsAwarded is said under 2 sources on the bus checkout: shop.rewards by rewards/award-points and shop.warehouse by warehouse/receive-stock.',
      },
    ],
    [
      'anything as oneself',
      (shop) => {
        const { Condition } = shop.maySay('Rewards', 'Award');
        delete Condition['ForAllValues:StringEquals']['events:detail-type'];
      },
      {
        'says-anything rewards/award-points on checkout':
          'rewards/award-points may put any event as shop.rewards on the bus checkout.',
      },
    ],
    [
      'anything as anybody, even what one hears',
      (shop) => {
        delete shop.maySay('Email', 'Apologise').Condition;
      },
      {
        'says-anything email/apologise on checkout':
          'email/apologise may put any event, as anybody, on the bus checkout.',
        'event-cycle email/apologise > shop.warehouse OrderRejected > email/apologise':
          'Events can run in a circle: email/apologise says shop.warehouse OrderRejected, which email/apologise hears.',
        'event-cycle email/apologise > shop.checkout OrderPlaced > warehouse/dispatch-order > shop.warehouse OrderRejected > email/apologise':
          'Events can run in a circle: email/apologise says shop.checkout OrderPlaced, which warehouse/dispatch-order hears and says shop.warehouse OrderRejected, which email/apologise hears.',
      },
    ],
    [
      'what brings itself about, in a circle',
      (shop) =>
        shop.alsoOn('Warehouse', 'DispatchOrder', { source: ['shop.email'], 'detail-type': ['DispatchAnnounced'] }),
      {
        'event-cycle email/announce-dispatch > shop.email DispatchAnnounced > warehouse/dispatch-order > shop.warehouse OrderDispatched > email/announce-dispatch':
          'Events can run in a circle: email/announce-dispatch says shop.email DispatchAnnounced, which warehouse/dispatch-order hears and says shop.warehouse OrderDispatched, which email/announce-dispatch hears.',
      },
    ],
    [
      'by two participants to each other, though in no circle',
      (shop) => {
        shop.alsoOn('Warehouse', 'ReceiveStock', { source: ['shop.email'], 'detail-type': ['DispatchAnnounced'] });
        shop.declared('Warehouse', 'ReceiveStock').accepts = { type: 'object' };
      },
      {
        'participant-cycle email > warehouse > email':
          'Participants depend on each other: warehouse hears shop.email DispatchAnnounced of email and email hears shop.warehouse OrderDispatched of warehouse.',
      },
    ],
  ]);
});

describe('A contract:', () => {
  faults([
    [
      'does not promise what a job needs',
      (shop) => {
        const { accepts } = shop.declared('Rewards', 'Reverse');
        accepts.required.push('reason');
        accepts.properties.reason = { type: 'string', enum: ['lost'] };
      },
      {
        'contract-misfit shop.warehouse OrderRejected to rewards/reverse-points':
          'The data of shop.warehouse OrderRejected does not fit what rewards/reverse-points accepts: reason may be "out-of-stock", but must be "lost".',
      },
    ],
    [
      'of what is said from outside does not promise it either',
      (shop) =>
        shop.contract('Bus', 'StockReceived', ({ properties: { detail } }) => detail.properties.data.required.pop()),
      {
        'contract-misfit shop.supplier StockReceived to warehouse/receive-stock':
          'The data of shop.supplier StockReceived does not fit what warehouse/receive-stock accepts: items may be absent, but is required.',
      },
    ],
  ]);
});

describe('The business process:', () => {
  faults([
    [
      'a step waits for what nobody says',
      (shop) => {
        shop.process().steps.packed = { done: [{ source: 'shop.warehouse', type: 'OrderPacked' }], within: '1 hour' };
      },
      {
        'unreachable-step checkout packed done':
          'The step packed of the process checkout can never be done: nobody says shop.warehouse OrderPacked.',
      },
    ],
    [
      'a step waits for what does not follow from its start',
      (shop) => {
        shop.alsoSays('Warehouse', 'ReceiveStock', 'shop.warehouse', 'StockKept');
        shop.process().steps.kept = { done: [{ source: 'shop.warehouse', type: 'StockKept' }], within: '1 hour' };
      },
      {
        'unreachable-step checkout kept done':
          'The step kept of the process checkout can never be done: shop.warehouse StockKept is never said as a consequence of shop.checkout OrderPlaced.',
      },
    ],
    [
      'its watcher does not hear the end of a step',
      (shop) => {
        shop.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'OrderRejected' }];
      },
      {
        'unreachable-step checkout dispatched failed':
          'The step dispatched of the process checkout can never be failed: monitor/record, which watches the process, does not hear shop.warehouse OrderRejected.',
      },
    ],
    [
      'a step waits for a failure that no event tells',
      (shop) => {
        shop.process().steps.reversed.when.step = 'confirmed';
      },
      {
        'unreachable-step checkout reversed due':
          'The step reversed of the process checkout can never become due: no event says that confirmed has failed.',
      },
    ],
    [
      'nobody can end it early, though it says so',
      (shop) => {
        shop.process().ends = [{ source: 'shop.checkout', type: 'OrderWithdrawn' }];
      },
      {
        'unreachable-step checkout ends shop.checkout OrderWithdrawn':
          'The process checkout can never be ended by shop.checkout OrderWithdrawn: nobody says shop.checkout OrderWithdrawn.',
      },
    ],
    [
      'it does not know one of its endings',
      (shop) => {
        delete shop.process().steps.apologised;
      },
      {
        'unknown-ending checkout shop.email ApologySent':
          'The process checkout can end with shop.email ApologySent of email/apologise, which no step of it waits for.',
      },
    ],
  ]);
});
