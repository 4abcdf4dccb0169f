import type { Consumer, Graph } from '#graph/graph.ts';

/** The choreography as the map draws it: who says an event, and who hears it. */
export interface Flow {
  readonly participants: readonly FlowParticipant[];
  readonly events: readonly FlowEvent[];
}

export interface FlowParticipant {
  readonly name: string;
  /** It says something, and no template says that it may: it is outside of them. */
  readonly outside: boolean;
  /** The jobs that hear or say something; none of a participant outside. */
  readonly jobs: readonly { readonly name: string; readonly schedule: string | null }[];
}

export interface FlowEvent {
  /** `SOURCE TYPE` */
  readonly key: string;
  readonly type: string;
  readonly saidBy: readonly JobRef[];
  readonly heardBy: readonly Hearer[];
}

export interface JobRef {
  readonly participant: string;
  /** Null when the whole participant is meant. */
  readonly job: string | null;
}

export interface Hearer extends JobRef {
  readonly rule: string;
  /** The rule asks for no type of event: it hears whatever is said. */
  readonly everything: boolean;
  readonly enabled: boolean;
}

export function flowOf(graph: Graph): Flow {
  const ears = graph.consumers.filter(({ schedule }) => schedule === null);
  const events = graph.events
    .filter(({ detailType, source }) => detailType !== '*' && source !== '*')
    .map(({ source, detailType }): FlowEvent => {
      const saidBy = graph.producers
        .filter((producer) => producer.source === source && producer.detailType === detailType)
        .map(({ participant, job }) => ({ participant, job }));
      return {
        key: `${source} ${detailType}`,
        type: detailType,
        saidBy: saidBy.length > 0 ? saidBy : [{ participant: source.split('.').at(-1) ?? source, job: null }],
        heardBy: ears
          .filter((consumer) => hears(graph, consumer, source, detailType))
          .map((consumer) => ({
            participant: consumer.target.participant,
            job: consumer.target.job,
            rule: consumer.rule,
            everything: hearsEverything(consumer),
            enabled: consumer.enabled,
          })),
      };
    });
  return { participants: participantsOf(graph, events), events };
}

function participantsOf(graph: Graph, events: readonly FlowEvent[]): FlowParticipant[] {
  const schedules = new Map(
    graph.consumers.flatMap(({ schedule, target }) =>
      schedule ? [[`${target.participant}/${target.job}`, schedule] as const] : [],
    ),
  );
  const jobs = new Map<string, Set<string>>();
  const add = (participant: string, job: string | null) => {
    const known = jobs.get(participant) ?? new Set();
    jobs.set(participant, job === null ? known : known.add(job));
  };
  for (const { saidBy } of events) for (const { participant, job } of saidBy) add(participant, job);
  for (const { target } of graph.consumers) add(target.participant, target.job);
  return [...jobs].map(([name, all]) => ({
    name,
    outside: all.size === 0,
    jobs: [...all].map((job) => ({ name: job, schedule: schedules.get(`${name}/${job}`) ?? null })),
  }));
}

/** Whether a rule hears an event: by an edge of the graph or, for an event that no template says, by the event's name in the rule. */
function hears({ edges }: Graph, { rule, template, pattern }: Consumer, source: string, detailType: string): boolean {
  const drawn = edges.some(
    (edge) =>
      edge.rule === rule && edge.template === template && edge.source === source && edge.detailType === detailType,
  );
  return drawn || (asks(pattern?.['detail-type'], detailType) && (!pattern?.source || asks(pattern.source, source)));
}

const asks = (wanted: unknown, value: string): boolean => Array.isArray(wanted) && wanted.includes(value);

export const hearsEverything = ({ pattern, schedule }: Consumer): boolean =>
  schedule === null &&
  !(Array.isArray(pattern?.['detail-type']) && pattern['detail-type'].some((type) => typeof type === 'string'));
