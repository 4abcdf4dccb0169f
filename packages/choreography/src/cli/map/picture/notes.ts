import type { Paint } from '#cli/program/paint.ts';
import type { Graph } from '#graph/graph.ts';

/** What a reader must know beside the picture: circles, and what the templates leave open. */
export function notes({ consumers, edges, cycles, relays, endpoints, unresolved }: Graph, paint: Paint): string[][] {
  const title = { event: 'Events may run in a circle', participant: 'Participants depend on each other in a circle' };
  // Rules to other buses that carry nothing which the picture shows.
  const forwards = consumers.filter(
    ({ target, rule, template }) =>
      target.kind === 'bus' &&
      !edges.some(({ via }) => via.some((one) => one.id === rule && one.template === template)),
  );
  return [
    forwards.length === 0
      ? []
      : [
          'From bus to bus',
          ...forwards.map(({ bus, target, rule }) => `  ${bus} → ${target.job}  ${paint('dim', rule)}`),
        ],
    endpoints.length === 0
      ? []
      : [
          'Global endpoints',
          ...endpoints.map(
            ({ name, buses, replicates }) =>
              `  ${name} → ${buses.join(', ')}  ${paint('dim', replicates ? 'each gets what is put on the other' : 'the second after a failover')}`,
          ),
        ],
    relays.length === 0
      ? []
      : ['Carried on', ...relays.map(({ from, to, by }) => `  ${from} → ${to}  ${paint('dim', by.id)}`)],
    ...(['event', 'participant'] as const).map((level) => {
      const paths = cycles.filter((cycle) => cycle.level === level).map(({ path }) => `  ${path.join(' → ')}`);
      return paths.length === 0 ? [] : [paint('red', title[level]), ...paths];
    }),
    unresolved.length === 0
      ? []
      : [
          paint('yellow', 'Left open by these templates'),
          ...unresolved.map(
            ({ template, id, reference, why }) => `  ${reference}  ${paint('dim', `${template} ${id}`)}  ${why}`,
          ),
        ],
  ].filter((block) => block.length > 0);
}
