import { graphOf } from 'choreography/graph';
import { describe, expect, it } from 'vitest';
import { synthesized } from '../infra/synthesized.ts';

const graph = graphOf((await synthesized()).map(({ name, text }) => ({ name, template: JSON.parse(text) })));

/** The table of participants and jobs as it was designed: who hears what, and says what. */
const DESIGN: Record<string, { hears: string[]; says: string[] }> = {
  'checkout/place-order': { hears: [], says: ['OrderPlaced'] },
  'email/confirm-order': { hears: ['OrderPlaced'], says: ['OrderConfirmationSent'] },
  'email/announce-dispatch': { hears: ['OrderDispatched'], says: ['DispatchAnnounced'] },
  'email/apologise': { hears: ['OrderRejected'], says: ['ApologySent'] },
  'warehouse/dispatch-order': { hears: ['OrderPlaced'], says: ['OrderDispatched', 'OrderRejected'] },
  'warehouse/receive-stock': { hears: ['StockReceived'], says: [] },
  'rewards/award-points': { hears: ['OrderPlaced'], says: ['PointsAwarded'] },
  'rewards/reverse-points': { hears: ['OrderRejected'], says: ['PointsReversed'] },
};

describe('The map of this shop', () => {
  it.each(Object.entries(DESIGN))('has %s with what it hears and says', (name, { hears, says }) => {
    const [participant, job] = name.split('/');
    const isIt = (each: { participant: string; job: string }) => each.participant === participant && each.job === job;
    const heard = graph.consumers
      .filter(({ target }) => isIt(target))
      .flatMap(({ pattern }) => pattern?.['detail-type']);
    expect(graph.functions.filter(isIt)).toHaveLength(1);
    expect(heard).toEqual(hears);
    expect(
      graph.producers
        .filter(isIt)
        .map(({ detailType }) => detailType)
        .sort(),
    ).toEqual(says);
  });

  it('shows that the monitor hears every event but its own', () => {
    const said = graph.producers.filter(({ participant }) => participant !== 'monitor');
    const heard = graph.edges.filter(({ to }) => to === 'monitor/record');
    expect(heard.map(({ event }) => event).sort()).toEqual(
      said.map(({ source, detailType }) => `${source} ${detailType}`).sort(),
    );
  });

  it('has the rest of the monitor: what it says, its schedule, and the functions that take no part', () => {
    const of = <Each extends { participant: string; job: string }>(all: readonly Each[]) =>
      all.filter(({ participant }) => participant === 'monitor');
    const said = of(graph.producers).map(({ job, detailType }) => `${job} ${detailType}`);
    expect(said.sort()).toEqual(['record CheckoutCompleted', 'sweep CheckoutOverdue']);
    const scheduled = graph.consumers.filter(({ schedule }) => schedule !== null);
    expect(scheduled.map(({ target, schedule }) => `${target.job} ${schedule}`)).toEqual(['sweep rate(1 minute)']);
    expect(of(graph.functions).map(({ job }) => job)).toEqual(
      expect.arrayContaining(['record', 'sweep', 'api', 'page']),
    );
  });

  it('knows the business process, and the contract of every event', () => {
    expect(graph.processes.map(({ name }) => name)).toEqual(['checkout']);
    const published = graph.contracts.map(({ source, detailType }) => `${source} ${detailType}`);
    expect(published.sort()).toEqual(graph.events.map(({ source, detailType }) => `${source} ${detailType}`).sort());
  });

  it('has every target with its permission and its dead-letter queue, and nothing unresolved', () => {
    expect(graph.consumers.length).toBeGreaterThan(7);
    for (const { permission, deadLetterQueue } of graph.consumers) {
      expect(permission.state).toBe('granted');
      expect(deadLetterQueue?.permission.state).toBe('granted');
    }
    expect(graph.unresolved).toEqual([]);
  });

  it('has no circle, of events or of participants', () => {
    expect(graph.cycles).toEqual([]);
  });
});
