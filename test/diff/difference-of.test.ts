import { describe, expect, test } from 'vitest';
import type { Difference } from '../../packages/choreography/src/diff/difference.ts';
import { differenceOf } from '../../packages/choreography/src/diff/difference-of.ts';
import { AlteredShop } from '../check/altered-shop.ts';

/** How the shop differs from itself after a change; with two changes, how it differs between them. */
function differenceAfter(
  change: (shop: AlteredShop) => void,
  before: (shop: AlteredShop) => void = () => {},
): Difference {
  const [old, current] = [new AlteredShop(), new AlteredShop()];
  before(old);
  change(current);
  return differenceOf(old.graph(), current.graph());
}

const on = (source: string, type: string) => ({ source: [`shop.${source}`], 'detail-type': [type] });

test('The shop does not differ from itself', () => {
  expect(differenceAfter(() => {})).toEqual({
    jobs: { added: [], removed: [], moved: [] },
    routes: { added: [], removed: [] },
    events: { added: [], removed: [] },
    contracts: [],
    processes: [],
    findings: { added: [], removed: [] },
    breaking: [],
  });
});

describe('A job that is moved is one move, not two changes:', () => {
  const moveAward = (shop: AlteredShop) => {
    shop.rule('Rewards', 'AwardPoints').EventPattern = on('warehouse', 'OrderDispatched');
  };

  test('later, it may be brought twice, which does no harm', () => {
    const { jobs, routes, breaking } = differenceAfter(moveAward);
    expect(routes).toEqual({ added: [], removed: [] });
    expect(breaking).toEqual([]);
    expect(jobs.moved).toEqual([
      {
        job: 'rewards/award-points',
        template: 'Choreography-Rewards',
        from: 'shop.checkout OrderPlaced',
        to: 'shop.warehouse OrderDispatched',
        direction: 'later',
        underWay: [
          'Where shop.checkout OrderPlaced came before the deployment and shop.warehouse OrderDispatched comes after it, rewards/award-points is brought a second time: harmless, since it acts once for each order.id.',
        ],
      },
    ]);
  });

  test('later, where it is not known to act once, the harm is named', () => {
    const { jobs } = differenceAfter((shop) => {
      moveAward(shop);
      delete shop.declared('Rewards', 'AwardPoints').oncePer;
    });
    expect(jobs.moved[0]?.underWay[0]).toMatch(/harmless only if it may act twice, since it does not say/);
  });

  test('earlier, orders between the two events would miss it, and the safe way is two deployments', () => {
    const { jobs } = differenceAfter(() => {}, moveAward);
    expect(jobs.moved[0]).toMatchObject({ direction: 'earlier', to: 'shop.checkout OrderPlaced' });
    expect(jobs.moved[0]?.underWay).toEqual([
      'Where shop.checkout OrderPlaced came before the deployment and shop.warehouse OrderDispatched comes after it, rewards/award-points would never be brought: the step is missed.',
      'The safe way is two deployments. First let it hear both, shop.checkout OrderPlaced beside shop.warehouse OrderDispatched: harmless, since it acts once for each order.id.',
      'Then, when both routes have been deployed for 40 minutes, the longest time that the process checkout takes, take shop.warehouse OrderDispatched away.',
    ]);
  });

  test('the two deployments of it are a route added and a route removed, and the second says when it is safe', () => {
    const both = (shop: AlteredShop) => {
      moveAward(shop);
      shop.alsoOn('Rewards', 'AwardPoints', on('checkout', 'OrderPlaced'));
    };
    expect(differenceAfter(both, moveAward).routes).toEqual({
      added: [
        {
          job: 'rewards/award-points',
          template: 'Choreography-Rewards',
          event: 'shop.checkout OrderPlaced',
          underWay: [
            'rewards/award-points is brought by shop.checkout OrderPlaced beside shop.warehouse OrderDispatched: harmless, since it acts once for each order.id.',
          ],
        },
      ],
      removed: [],
    });
    expect(differenceAfter(() => {}, both).routes.removed).toEqual([
      {
        job: 'rewards/award-points',
        template: 'Choreography-Rewards',
        event: 'shop.warehouse OrderDispatched',
        underWay: [
          'rewards/award-points is now brought by shop.checkout OrderPlaced alone: deploy it when both routes have been deployed for 40 minutes, the longest time that the process checkout takes, or what is under way misses the step.',
        ],
      },
    ]);
  });

  test('to an event that neither follows nor comes before, it may be missed', () => {
    const { jobs } = differenceAfter((shop) => {
      shop.rule('Rewards', 'ReversePoints').EventPattern = on('warehouse', 'OrderDispatched');
    });
    expect(jobs.moved[0]).toMatchObject({ direction: 'apart' });
    expect(jobs.moved[0]?.underWay[0]).toMatch(/^Neither event follows from the other/);
  });

  test('under another condition, it hears the same event', () => {
    const { jobs } = differenceAfter((shop) => {
      shop.rule('Rewards', 'AwardPoints').EventPattern.detail = { metadata: { hops: [0] } };
    });
    expect(jobs.moved).toMatchObject([{ job: 'rewards/award-points', direction: 'same event' }]);
  });
});

describe('A contract that changed', () => {
  const change =
    (edit: (data: { required: string[]; properties: Record<string, unknown> }) => void) => (shop: AlteredShop) =>
      shop.contract('Warehouse', 'OrderDispatched', ({ properties: { detail } }) => edit(detail.properties.data));

  test('by one more field is compatible', () => {
    const { contracts, breaking } = differenceAfter(
      change(({ properties, required }) => {
        properties.carrier = { type: 'string' };
        required.push('carrier');
      }),
    );
    expect(contracts).toMatchObject([{ event: 'shop.warehouse OrderDispatched', change: 'compatible', breaks: [] }]);
    expect(breaking).toEqual([]);
  });

  test('by less than it promised is breaking, with the jobs that break and their templates', () => {
    const { contracts, breaking } = differenceAfter(change(({ required }) => void required.splice(0, 1)));
    expect(contracts).toEqual([
      {
        event: 'shop.warehouse OrderDispatched',
        template: 'Choreography-Warehouse',
        change: 'breaking',
        places: [{ path: 'data.order', why: 'may be absent, but is required' }],
        breaks: [
          {
            job: 'email/announce-dispatch',
            template: 'Choreography-Email',
            when: 'always',
            places: [{ path: 'order', why: 'may be absent, but is required' }],
          },
        ],
      },
    ]);
    expect(breaking).toEqual([
      'shop.warehouse OrderDispatched breaks email/announce-dispatch in Choreography-Email: order may be absent, but is required.',
    ]);
  });

  test('by less than it promised is breaking even if no job here needs it', () => {
    const { contracts, breaking } = differenceAfter(change(({ required }) => void required.splice(1, 1)));
    expect(contracts).toMatchObject([{ change: 'breaking', places: [{ path: 'data.dispatchId' }], breaks: [] }]);
    expect(breaking).toEqual([
      'The contract of shop.warehouse OrderDispatched no longer promises what it did; no job in these templates breaks, but others may.',
    ]);
  });

  test('together with the job that hears it breaks the job until it is deployed', () => {
    const { breaking } = differenceAfter((shop) => {
      change(({ required }) => void required.splice(0, 1))(shop);
      shop.declared('Email', 'Announce').accepts.required = [];
    });
    expect(breaking).toEqual([
      'shop.warehouse OrderDispatched breaks email/announce-dispatch in Choreography-Email: until its own stack is deployed, it refuses what is said anew (order may be absent, but is required); deploy it first.',
    ]);
  });

  test('and a job that asks for what is new refuse what was said before', () => {
    const { breaking } = differenceAfter((shop) => {
      change(({ properties, required }) => {
        properties.carrier = { type: 'string' };
        required.push('carrier');
      })(shop);
      const { accepts } = shop.declared('Email', 'Announce');
      accepts.properties.carrier = { type: 'string' };
      accepts.required.push('carrier');
    });
    expect(breaking).toEqual([
      'shop.warehouse OrderDispatched breaks email/announce-dispatch in Choreography-Email: it refuses what was said before, if it is still under way or is replayed (carrier is not there, but is required); deploy whoever says it first.',
    ]);
  });

  test('not, while a job asks for more, breaks that job', () => {
    const { contracts } = differenceAfter((shop) =>
      shop.declared('Email', 'Announce').accepts.required.push('carrier'),
    );
    expect(contracts).toMatchObject([
      {
        event: 'shop.warehouse OrderDispatched',
        change: 'same',
        breaks: [{ job: 'email/announce-dispatch', when: 'always' }],
      },
    ]);
  });
});

describe('What came and what went:', () => {
  const withoutRewards = (shop: AlteredShop) => shop.leave('Rewards');

  test('a participant that is taken away takes its jobs, events and contracts along, and leaves steps that nobody does', () => {
    const { jobs, events, contracts, findings, breaking } = differenceAfter(withoutRewards);
    expect(jobs.removed.map(({ job }) => job)).toEqual(['rewards/award-points', 'rewards/reverse-points']);
    expect(events.removed.map(({ event }) => event)).toEqual([
      'shop.rewards PointsAwarded',
      'shop.rewards PointsReversed',
    ]);
    expect(contracts.map(({ event, change }) => [event, change])).toEqual([
      ['shop.rewards PointsAwarded', 'removed'],
      ['shop.rewards PointsReversed', 'removed'],
    ]);
    expect(findings.added.map(({ finding }) => finding.name)).toEqual([
      'unreachable-step checkout rewarded done',
      'unreachable-step checkout reversed done',
    ]);
    expect(breaking).toEqual([]);
  });

  test('a participant that is added is not brought by what came before', () => {
    const { jobs, events } = differenceAfter(() => {}, withoutRewards);
    expect(jobs.added).toMatchObject([
      {
        job: 'rewards/award-points',
        hears: ['shop.checkout OrderPlaced'],
        says: ['shop.rewards PointsAwarded'],
        underWay: [
          'Where shop.checkout OrderPlaced came before the deployment, rewards/award-points is not brought: replay the archive to it alone if it should be.',
        ],
      },
      { job: 'rewards/reverse-points' },
    ]);
    expect(events.added[0]).toEqual({
      event: 'shop.rewards PointsAwarded',
      bus: 'checkout',
      saidBy: ['rewards/award-points'],
      heardBy: ['monitor/record'],
    });
  });

  test('an event that is no longer said and still heard breaks those that hear it', () => {
    const { breaking } = differenceAfter((shop) => {
      shop.maySay('Warehouse', 'Dispatch').Condition['ForAllValues:StringEquals']['events:detail-type'] = [
        'OrderDispatched',
      ];
    });
    expect(breaking).toEqual([
      'shop.warehouse OrderRejected has no producer any more, and is still heard by email/apologise, rewards/reverse-points.',
    ]);
  });

  test('a circle, and an event that nobody hears any more, are found as new', () => {
    const { findings } = differenceAfter((shop) => {
      shop.alsoOn('Warehouse', 'DispatchOrder', on('email', 'DispatchAnnounced'));
      shop.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'ApologySent' }];
    });
    expect(findings.added.map(({ finding }) => finding.kind)).toEqual([
      'event-cycle',
      'unreachable-step',
      'unheard-event',
    ]);
    expect(findings.removed).toEqual([]);
  });

  test('a disabled rule is a route that was taken away', () => {
    const { routes } = differenceAfter((shop) => {
      shop.rule('Email', 'Apologise').State = 'DISABLED';
    });
    expect(routes.removed).toMatchObject([
      { job: 'email/apologise', underWay: ['Nothing brings email/apologise any more.'] },
    ]);
  });

  test('steps of the process', () => {
    const { processes } = differenceAfter((shop) => {
      const { steps } = shop.process();
      delete steps.apologised;
      steps.rewarded.within = '1 hour';
      steps.packed = { done: [{ source: 'shop.warehouse', type: 'OrderPacked' }], within: '1 day' };
    });
    expect(processes).toEqual([
      { process: 'checkout', step: 'rewarded', change: 'changed' },
      { process: 'checkout', step: 'apologised', change: 'removed' },
      { process: 'checkout', step: 'packed', change: 'added' },
    ]);
  });
});
