import { describe, expect, test } from 'vitest';
import type { Difference } from '#diff/difference.ts';
import { differenceOf } from '#diff/difference-of.ts';
import { AlteredLibrary } from '../library/altered-library.ts';

/** How the library differs from itself after a change; with two changes, how it differs between them. */
function differenceAfter(
  change: (library: AlteredLibrary) => void,
  before: (library: AlteredLibrary) => void = () => {},
): Difference {
  const [old, current] = [new AlteredLibrary(), new AlteredLibrary()];
  before(old);
  change(current);
  return differenceOf(old.graph(), current.graph());
}

const on = (source: string, type: string) => ({ source: [`library.${source}`], 'detail-type': [type] });

test('The library does not differ from itself', () => {
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
  const moveRemind = (library: AlteredLibrary) => {
    library.rule('Letters', 'Remind').EventPattern = on('returns', 'BooksReturned');
  };

  test('later, it may be brought twice, which does no harm', () => {
    const { jobs, routes, breaking } = differenceAfter(moveRemind);
    expect(routes).toEqual({ added: [], removed: [] });
    expect(breaking).toEqual([]);
    expect(jobs.moved).toEqual([
      {
        job: 'letters/remind',
        template: 'Library-Letters',
        from: 'library.post BooksPosted',
        to: 'library.returns BooksReturned',
        direction: 'later',
        underWay: [
          'Where library.post BooksPosted came before the deployment and library.returns BooksReturned comes after it, letters/remind is brought a second time: harmless, since it acts once for each loan.id.',
        ],
      },
    ]);
  });

  test('later, where it is not known to act once, the harm is named', () => {
    const { jobs } = differenceAfter((library) => {
      moveRemind(library);
      delete library.declared('Letters', 'Remind').oncePer;
    });
    expect(jobs.moved[0]?.underWay[0]).toMatch(/harmless only if it may act twice, since it does not say/);
  });

  test('earlier, loans between the two events would miss it, and the safe way is two deployments', () => {
    const { jobs } = differenceAfter(() => {}, moveRemind);
    expect(jobs.moved[0]).toMatchObject({ direction: 'earlier', to: 'library.post BooksPosted' });
    expect(jobs.moved[0]?.underWay).toEqual([
      'Where library.post BooksPosted came before the deployment and library.returns BooksReturned comes after it, letters/remind would never be brought: the step is missed.',
      'The safe way is two deployments. First let it hear both, library.post BooksPosted beside library.returns BooksReturned: harmless, since it acts once for each loan.id.',
      'Then, when both routes have been deployed for the longest time that the process loan takes, take library.returns BooksReturned away.',
    ]);
  });

  test('the two deployments of it are a route added and a route removed, and the second says when it is safe', () => {
    const both = (library: AlteredLibrary) => {
      moveRemind(library);
      library.alsoOn('Letters', 'Remind', on('post', 'BooksPosted'));
    };
    expect(differenceAfter(both, moveRemind).routes).toEqual({
      added: [
        {
          job: 'letters/remind',
          template: 'Library-Letters',
          event: 'library.post BooksPosted',
          underWay: [
            'letters/remind is brought by library.post BooksPosted beside library.returns BooksReturned: harmless, since it acts once for each loan.id.',
          ],
        },
      ],
      removed: [],
    });
    expect(differenceAfter(() => {}, both).routes.removed).toEqual([
      {
        job: 'letters/remind',
        template: 'Library-Letters',
        event: 'library.returns BooksReturned',
        underWay: [
          'letters/remind is now brought by library.post BooksPosted alone: deploy it when both routes have been deployed for the longest time that the process loan takes, or what is under way misses the step.',
        ],
      },
    ]);
  });

  test('to an event that neither follows nor comes before, it may be missed', () => {
    const { jobs } = differenceAfter((library) => {
      library.rule('Letters', 'WriteOff').EventPattern = on('returns', 'BooksReturned');
    });
    expect(jobs.moved[0]).toMatchObject({ direction: 'apart' });
    expect(jobs.moved[0]?.underWay[0]).toMatch(/^Neither event follows from the other/);
  });

  test('under another condition, it hears the same event', () => {
    const { jobs } = differenceAfter((library) => {
      library.rule('Letters', 'Remind').EventPattern.detail = { metadata: { hops: [0] } };
    });
    expect(jobs.moved).toMatchObject([{ job: 'letters/remind', direction: 'same event' }]);
  });
});

describe('A contract that changed', () => {
  const change =
    (edit: (data: { required: string[]; properties: Record<string, unknown> }) => void) => (library: AlteredLibrary) =>
      library.contract('Stacks', 'BookFetched', ({ properties: { detail } }) => edit(detail.properties.data));

  test('by one more field is compatible', () => {
    const { contracts, breaking } = differenceAfter(
      change(({ properties, required }) => {
        properties.carrier = { type: 'string' };
        required.push('carrier');
      }),
    );
    expect(contracts).toMatchObject([{ event: 'library.stacks BookFetched', change: 'compatible', breaks: [] }]);
    expect(breaking).toEqual([]);
  });

  test('by less than it promised is breaking, with the jobs that break and their templates', () => {
    const { contracts, breaking } = differenceAfter(change(({ required }) => void required.splice(0, 1)));
    expect(contracts).toEqual([
      {
        event: 'library.stacks BookFetched',
        template: 'Library-Stacks',
        change: 'breaking',
        places: [{ path: 'data.loan', why: 'may be absent, but is required' }],
        breaks: [
          {
            job: 'post/send',
            template: 'Library-Post',
            when: 'always',
            places: [{ path: 'loan', why: 'may be absent, but is required' }],
          },
          {
            job: 'lending/hand-over',
            template: 'Library-Lending',
            when: 'always',
            places: [{ path: 'loan', why: 'may be absent, but is required' }],
          },
        ],
      },
    ]);
    expect(breaking).toEqual([
      'library.stacks BookFetched breaks post/send in Library-Post: loan may be absent, but is required.',
      'library.stacks BookFetched breaks lending/hand-over in Library-Lending: loan may be absent, but is required.',
    ]);
  });

  test('by less than it promised is breaking even if no job here needs it', () => {
    const { contracts, breaking } = differenceAfter(change(({ required }) => void required.splice(1, 1)));
    expect(contracts).toMatchObject([{ change: 'breaking', places: [{ path: 'data.isbn' }], breaks: [] }]);
    expect(breaking).toEqual([
      'The contract of library.stacks BookFetched no longer promises what it did; no job in these templates breaks, but others may.',
    ]);
  });

  test('together with the job that hears it breaks the job until it is deployed', () => {
    const { breaking } = differenceAfter((library) => {
      change(({ required }) => void required.splice(0, 1))(library);
      library.declared('Post', 'Send').accepts.required = [];
    });
    expect(breaking).toEqual([
      'library.stacks BookFetched breaks post/send in Library-Post: until its own stack is deployed, it refuses what is said anew (loan may be absent, but is required); deploy it first.',
      'library.stacks BookFetched breaks lending/hand-over in Library-Lending: loan may be absent, but is required.',
    ]);
  });

  test('and a job that asks for what is new refuse what was said before', () => {
    const { breaking } = differenceAfter((library) => {
      change(({ properties, required }) => {
        properties.carrier = { type: 'string' };
        required.push('carrier');
      })(library);
      const { accepts } = library.declared('Post', 'Send');
      accepts.properties.carrier = { type: 'string' };
      accepts.required.push('carrier');
    });
    expect(breaking).toEqual([
      'library.stacks BookFetched breaks post/send in Library-Post: it refuses what was said before, if it is still under way or is replayed (carrier is not there, but is required); deploy whoever says it first.',
    ]);
  });

  test('not, while a job asks for more, breaks that job', () => {
    const { contracts } = differenceAfter((library) =>
      library.declared('Post', 'Send').accepts.required.push('carrier'),
    );
    expect(contracts).toMatchObject([
      {
        event: 'library.stacks BookFetched',
        change: 'same',
        breaks: [{ job: 'post/send', when: 'always' }],
      },
    ]);
  });
});

describe('What came and what went:', () => {
  const withoutLetters = (library: AlteredLibrary) => library.leave('Letters');

  test('a participant that is taken away takes its jobs, events and contracts along, and leaves steps that nobody does', () => {
    const { jobs, events, contracts, findings, breaking } = differenceAfter(withoutLetters);
    expect(jobs.removed.map(({ job }) => job)).toEqual(['letters/remind', 'letters/write-off']);
    expect(events.removed.map(({ event }) => event)).toEqual([
      'library.letters ReaderReminded',
      'library.letters LossWritten',
    ]);
    expect(contracts.map(({ event, change }) => [event, change])).toEqual([
      ['library.letters ReaderReminded', 'removed'],
      ['library.letters LossWritten', 'removed'],
    ]);
    expect(findings.added.map(({ finding }) => finding.name)).toEqual([
      'unreachable-step loan reminded done',
      'unreachable-step loan written done',
    ]);
    expect(breaking).toEqual([]);
  });

  test('a participant that is added is not brought by what came before', () => {
    const { jobs, events } = differenceAfter(() => {}, withoutLetters);
    expect(jobs.added).toMatchObject([
      {
        job: 'letters/remind',
        hears: ['library.post BooksPosted'],
        says: ['library.letters ReaderReminded'],
        underWay: [
          'Where library.post BooksPosted came before the deployment, letters/remind is not brought: replay the archive to it alone if it should be.',
        ],
      },
      { job: 'letters/write-off' },
    ]);
    expect(events.added[0]).toEqual({
      event: 'library.letters ReaderReminded',
      bus: 'library-2',
      saidBy: ['letters/remind'],
      heardBy: ['monitor/record'],
    });
  });

  test('an event that is no longer said and still heard breaks those that hear it', () => {
    const { breaking } = differenceAfter((library) => {
      library.maySay('Returns', 'TakeBack').Condition['ForAllValues:StringEquals']['events:detail-type'] = [
        'BooksReturned',
      ];
    });
    expect(breaking).toEqual([
      'library.returns BooksLost has no producer any more, and is still heard by desk/charge, letters/write-off.',
    ]);
  });

  test('a circle, and an event that nobody hears any more, are found as new', () => {
    const { findings } = differenceAfter((library) => {
      library.alsoOn('Stacks', 'Fetch', on('post', 'BooksPosted'));
      library.rule('Monitor', 'Record').EventPattern['detail-type'] = [{ 'anything-but': 'LossWritten' }];
    });
    expect(findings.added.map(({ finding }) => finding.kind)).toEqual([
      'event-cycle',
      'unreachable-step',
      'unheard-event',
    ]);
    expect(findings.removed).toEqual([]);
  });

  test('a disabled rule is a route that was taken away', () => {
    const { routes } = differenceAfter((library) => {
      library.rule('Letters', 'WriteOff').State = 'DISABLED';
    });
    expect(routes.removed).toMatchObject([
      { job: 'letters/write-off', underWay: ['Nothing brings letters/write-off any more.'] },
    ]);
  });

  test('steps of the process', () => {
    const { processes } = differenceAfter((library) => {
      const { steps } = library.process();
      delete steps.written;
      steps.posted.within = '2 hours';
      steps.dried = { done: [{ source: 'library.returns', type: 'BooksDried' }], within: '1 day' };
    });
    expect(processes).toEqual([
      { process: 'loan', step: 'posted', change: 'changed' },
      { process: 'loan', step: 'written', change: 'removed' },
      { process: 'loan', step: 'dried', change: 'added' },
    ]);
  });
});
