import type { Paint } from '#cli/program/paint.ts';
import { eventNames } from '#graph/events/event-name.ts';
import type { Focus } from '#graph/focus.ts';
import type { Consumer, Edge, Graph } from '#graph/graph.ts';
import { groupBy } from '#graph/group-by.ts';
import { describeLanguage } from '#graph/language/language.ts';
import { patternAlternatives } from '#graph/language/pattern-alternatives.ts';
import { jobName } from '#graph/participants/participant-names.ts';
import { conditionFields } from './condition.ts';
import { notes } from './notes.ts';

/** One line of the picture: what is heard or said, and from or to whom. */
interface Line {
  readonly verb: 'hears' | 'says' | '';
  readonly event: string;
  readonly other: string;
  readonly remark: string;
}

/** A graph as people read it in a terminal: each participant and job, what it hears and from whom, what it says and to whom. */
export function terminal(graph: Graph, focus: Focus, paint: Paint): string {
  const jobs = jobsOf(graph, focus);
  const told = byJob(graph);
  const lines = new Map(jobs.map((job) => [jobName(job), [...heard(told, jobName(job)), ...said(told, jobName(job))]]));
  const width = [...lines.values()].flat().reduce((most, { event }) => Math.max(most, event.length), 0);
  const jobsBy = groupBy(jobs, ({ participant }) => participant);
  const blocks = [...jobsBy].map(([participant, those]) => [
    paint('green', participant),
    ...those.flatMap((job) => {
      const own = lines.get(jobName(job)) ?? [];
      const kind = job.kind === 'lambda' ? '' : paint('dim', ` (${job.kind})`);
      if (own.length === 0) return [`  ${job.job}${kind}  ${paint('dim', silent(graph, job))}`];
      return [`  ${job.job}${kind}`, ...own.map((line) => `    ${show(line, width, paint)}`)];
    }),
  ]);
  return [...blocks, ...notes(graph, paint)].map((block) => block.join('\n')).join('\n\n');
}

/** Of a job that nothing is known of. */
const silent = ({ unresolved }: Graph, { template, id }: { template: string | null; id: string }): string =>
  unresolved.some((each) => each.template === template && each.id === id)
    ? 'hears nothing on a bus; these templates do not show what it may say'
    : 'hears and says nothing on a bus';

function show({ verb, event, other, remark }: Line, width: number, paint: Paint): string {
  const arrow = verb === 'hears' ? '←' : '→';
  const text = `${paint('dim', verb.padEnd(5))}  ${other === '' ? event : event.padEnd(width)}`;
  return `${text}${other === '' ? '' : `  ${paint('dim', arrow)} ${other}`}${remark === '' ? '' : `  ${paint('yellow', remark)}`}`;
}

/** Everybody to show, in the order of the templates. */
function jobsOf(graph: Graph, { participant, event }: Focus) {
  const all = [
    ...graph.functions.map((each) => ({ ...each, kind: 'lambda' })),
    ...graph.producers,
    ...graph.consumers.map(({ target }) => target),
  ].filter(({ kind }) => kind !== 'bus');
  const unique = [...new Map(all.map((each) => [jobName(each), each])).values()];
  return participant === undefined || event !== undefined
    ? unique
    : unique.filter((each) => each.participant === participant);
}

/** A graph indexed by its jobs. */
const byJob = (graph: Graph) => ({
  names: eventNames(graph),
  buses: graph.buses,
  consumers: groupBy(graph.consumers, ({ target }) => jobName(target)),
  hearing: groupBy([...graph.edges, ...graph.outside], (edge) => edge.to),
  producers: groupBy(graph.producers, jobName),
  saying: groupBy(graph.edges, (edge) => edge.from),
});
type ByJob = ReturnType<typeof byJob>;

function heard({ names, consumers, hearing }: ByJob, job: string): Line[] {
  return (consumers.get(job) ?? []).flatMap((consumer): Line[] => {
    const remark = consumer.enabled ? '' : '(disabled)';
    const scheduled: Line[] =
      consumer.schedule === null ? [] : [{ verb: 'hears', event: consumer.schedule, other: '', remark }];
    return consumer.pattern === null && consumer.schedule !== null
      ? scheduled
      : [...scheduled, ...heardOf(consumer, hearing.get(job) ?? [], names, remark)];
  });
}

/** What a rule hears of events. */
function heardOf(consumer: Consumer, hearing: readonly Edge[], names: ByJob['names'], remark: string): Line[] {
  const edges = hearing.filter((edge) => ruleOf(edge) === ruleOf(consumer));
  const own = ownWords(consumer);
  if (own !== undefined)
    return [{ verb: 'hears', event: own, other: listed(edges.map(speakerOf)), remark: remarkOn(edges, remark) }];
  const events = [...groupBy(edges, names)];
  if (events.length === 0) return [{ verb: 'hears', event: 'what nobody can say', other: '', remark }];
  return events.map(([event, those]) => ({
    verb: 'hears',
    event,
    other: listed(those.map(speakerOf)),
    remark: remarkOn(those, remark),
  }));
}

function said({ names, producers, saying, buses }: ByJob, job: string): Line[] {
  return (producers.get(job) ?? []).flatMap((producer): Line[] => {
    const edges = (saying.get(job) ?? []).filter(
      (edge) =>
        edge.bus === producer.bus &&
        (isWild(producer) || (edge.source === producer.source && edge.detailType === producer.detailType)),
    );
    const where = buses.length > 1 ? `on ${producer.bus}` : '';
    if (!isWild(producer))
      return [{ verb: 'says', event: names(producer), other: listed(edges.map(hearerOf)) || 'nobody', remark: where }];
    const remark = ['no policy says which', where].filter(Boolean).join(', ');
    const anything = producer.source === '*' && producer.detailType === '*';
    const line: Line = { verb: 'says', event: names(producer), other: '', remark: anything ? remark : where };
    return [
      line,
      ...[...groupBy(edges, names)].map(
        ([event, those]): Line => ({ verb: '', event: `  ${event}`, other: listed(those.map(hearerOf)), remark: '' }),
      ),
    ];
  });
}

/** What a rule hears, in its own words, when it names no source: then who is heard matters more than each event. */
function ownWords({ pattern }: Consumer): string | undefined {
  const ways = pattern === null ? [] : patternAlternatives(pattern);
  if (ways.length === 0 || ways.some(({ source }) => source.word !== undefined)) return undefined;
  return [
    ...new Set(ways.map(({ source, detailType }) => inWords(describeLanguage(source), describeLanguage(detailType)))),
  ].join(' or ');
}

const inWords = (source: string, detailType: string): string => {
  const what = detailType === '*' ? 'every event' : detailType;
  if (source === '*') return what;
  return source.startsWith('* but ') ? `${what} but those of ${source.slice('* but '.length)}` : `${what} of ${source}`;
};

const ruleOf = ({ template, rule }: { template: string; rule: string }): string => `${template} ${rule}`;

/** Whom an edge comes from, or goes to: another participant, or another job of the same one. */
const speakerOf = ({ from, to }: Edge): string => seenFrom(to, from);
const hearerOf = ({ from, to }: Edge): string => seenFrom(from, to);
const participantOf = (name: string): string => (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name);
const seenFrom = (own: string, other: string): string =>
  participantOf(own) === participantOf(other) ? other.slice(other.lastIndexOf('/') + 1) : participantOf(other);
const listed = (all: readonly string[]): string => [...new Set(all)].join(', ');
const isWild = ({ source, detailType }: { source: string; detailType: string }): boolean =>
  /[*?]/.test(source + detailType);

function remarkOn(edges: readonly Edge[], remark: string): string {
  const fields = [...new Set(edges.flatMap(({ condition }) => conditionFields(condition)))];
  const buses = [...new Set(edges.filter(({ via }) => via.length > 0).map(({ bus }) => bus))];
  return [fields.length > 0 && `if ${fields.join(', ')}`, buses.length > 0 && `from bus ${buses.join(', ')}`, remark]
    .filter(Boolean)
    .join('  ');
}
