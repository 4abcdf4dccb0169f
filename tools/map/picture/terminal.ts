import type { Paint } from '../../trace/paint.ts';
import { eventNames } from '../event-name.ts';
import type { Focus } from '../focus.ts';
import type { Consumer, Edge, Graph, Producer } from '../graph.ts';
import { describe } from '../language/language.ts';
import { patternAlternatives } from '../pattern-alternatives.ts';
import { nameOf } from '../who.ts';
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
  const lines = new Map(jobs.map((job) => [nameOf(job), [...heard(graph, nameOf(job)), ...said(graph, nameOf(job))]]));
  const width = Math.max(0, ...[...lines.values()].flat().map(({ event }) => event.length));
  const participants = [...new Set(jobs.map(({ participant }) => participant))];
  const blocks = participants.map((participant) => [
    paint('green', participant),
    ...jobs
      .filter((job) => job.participant === participant)
      .flatMap((job) => {
        const own = lines.get(nameOf(job)) ?? [];
        const kind = job.kind === 'lambda' ? '' : paint('dim', ` (${job.kind})`);
        if (own.length === 0) return [`  ${job.job}${kind}  ${paint('dim', 'hears and says nothing on a bus')}`];
        return [`  ${job.job}${kind}`, ...own.map((line) => `    ${show(line, width, paint)}`)];
      }),
  ]);
  return [...blocks, ...notes(graph, paint)].map((block) => block.join('\n')).join('\n\n');
}

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
  const unique = [...new Map(all.map((each) => [nameOf(each), each])).values()];
  return participant === undefined || event !== undefined
    ? unique
    : unique.filter((each) => each.participant === participant);
}

function heard(graph: Graph, job: string): Line[] {
  const names = eventNames(graph);
  return graph.consumers
    .filter(({ target }) => nameOf(target) === job)
    .flatMap((consumer): Line[] => {
      const remark = consumer.enabled ? '' : '(disabled)';
      if (consumer.schedule !== null) return [{ verb: 'hears', event: consumer.schedule, other: '', remark }];
      const edges = [...graph.edges, ...graph.outside].filter((edge) => isBy(edge, consumer, job));
      const own = ownWords(consumer);
      if (own !== undefined) return [{ verb: 'hears', event: own, other: listed(edges.map(from)), remark }];
      const events = grouped(edges, names);
      if (events.length === 0) return [{ verb: 'hears', event: 'what nobody can say', other: '', remark }];
      return events.map(([event, those]) => ({
        verb: 'hears',
        event,
        other: listed(those.map(from)),
        remark: remarkOn(those, remark),
      }));
    });
}

function said(graph: Graph, job: string): Line[] {
  const names = eventNames(graph);
  const own = graph.producers.filter((producer) => nameOf(producer) === job);
  return own.flatMap((producer: Producer): Line[] => {
    const edges = graph.edges.filter(
      (edge) =>
        edge.from === job &&
        edge.bus === producer.bus &&
        (isWild(producer) || (edge.source === producer.source && edge.detailType === producer.detailType)),
    );
    const where = graph.buses.length > 1 ? `on ${producer.bus}` : '';
    if (!isWild(producer))
      return [{ verb: 'says', event: names(producer), other: listed(edges.map(to)) || 'nobody', remark: where }];
    const remark = ['no policy says which', where].filter(Boolean).join(', ');
    const anything = producer.source === '*' && producer.detailType === '*';
    const line: Line = { verb: 'says', event: names(producer), other: '', remark: anything ? remark : where };
    return [
      line,
      ...grouped(edges, names).map(
        ([event, those]): Line => ({ verb: '', event: `  ${event}`, other: listed(those.map(to)), remark: '' }),
      ),
    ];
  });
}

/** What a rule hears, in its own words, when it names no source: then who is heard matters more than each event. */
function ownWords({ pattern }: Consumer): string | undefined {
  const ways = pattern === null ? [] : patternAlternatives(pattern);
  if (ways.length === 0 || ways.some(({ source }) => source.word !== undefined)) return undefined;
  return [...new Set(ways.map(({ source, detailType }) => names([describe(source), describe(detailType)])))].join(
    ' or ',
  );
}

const names = ([source, detailType]: [string, string]): string => {
  const what = detailType === '*' ? 'every event' : detailType;
  if (source === '*') return what;
  return source.startsWith('* but ') ? `${what} but those of ${source.slice('* but '.length)}` : `${what} of ${source}`;
};

const isBy = (edge: Edge, { template, rule }: Consumer, job: string): boolean =>
  edge.to === job &&
  ((edge.template === template && edge.rule === rule) ||
    edge.via.some((place) => place.template === template && place.id === rule));

/** Whom an edge comes from, or goes to: another participant, or another job of the same one. */
const from = ({ from, to }: Edge): string => seenFrom(to, from);
const to = ({ from, to }: Edge): string => seenFrom(from, to);
const participantOf = (name: string): string => (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name);
const seenFrom = (own: string, other: string): string =>
  participantOf(own) === participantOf(other) ? other.slice(other.lastIndexOf('/') + 1) : participantOf(other);
const listed = (all: readonly string[]): string => [...new Set(all)].join(', ');
const isWild = ({ source, detailType }: { source: string; detailType: string }): boolean =>
  /[*?]/.test(source + detailType);

function grouped(edges: readonly Edge[], names: (event: Edge) => string): [string, Edge[]][] {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) groups.set(names(edge), [...(groups.get(names(edge)) ?? []), edge]);
  return [...groups];
}

function remarkOn(edges: readonly Edge[], remark: string): string {
  const fields = [...new Set(edges.flatMap(({ condition }) => conditionFields(condition)))];
  const buses = [...new Set(edges.filter(({ via }) => via.length > 0).map(({ bus }) => bus))];
  return [fields.length > 0 && `if ${fields.join(', ')}`, buses.length > 0 && `from bus ${buses.join(', ')}`, remark]
    .filter(Boolean)
    .join('  ');
}
