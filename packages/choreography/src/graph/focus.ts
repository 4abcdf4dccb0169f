import { InputError } from '#template/input-error.ts';
import { checkEvent, isMeant } from './events/event-name.ts';
import type { Consumer, Edge, Graph, Producer } from './graph.ts';
import { fits } from './language/glob.ts';
import { iamGlob } from './language/iam-glob.ts';
import { contains } from './language/language.ts';
import { patternAlternatives } from './language/pattern-alternatives.ts';
import { jobName } from './participants/participant-names.ts';

export interface Focus {
  readonly participant?: string | undefined;
  readonly event?: string | undefined;
}

/**
 * The part of a graph that is about one participant, or about one event, or both. Throws an InputError that names what
 * there is when the graph has none of that name.
 */
export function focus(graph: Graph, { participant, event }: Focus): Graph {
  const ofParticipant = participant === undefined ? graph : aboutParticipant(graph, participant);
  if (event === undefined) return ofParticipant;
  checkEvent(graph, event);
  return aboutEvent(ofParticipant, event);
}

function aboutParticipant(graph: Graph, participant: string): Graph {
  const all = [...graph.functions, ...graph.producers, ...graph.consumers.map(({ target }) => target)];
  const isIt = (name: string) => name.startsWith(`${participant}/`);
  if (!all.some((each) => each.participant === participant)) {
    const known = [...new Set(all.map((each) => each.participant))].sort();
    throw new InputError(`No template has a participant "${participant}". There are ${known.join(', ')}.`);
  }
  return narrowed(graph, ({ from, to }) => isIt(from) || isIt(to), {
    consumer: ({ target }) => target.participant === participant,
    producer: (producer) => producer.participant === participant,
    node: isIt,
  });
}

function aboutEvent(graph: Graph, event: string): Graph {
  const meant = graph.events.filter((each) => isMeant(event, each));
  return narrowed(graph, (edge) => isMeant(event, edge), {
    consumer: ({ bus, pattern }) =>
      pattern !== null &&
      patternAlternatives(pattern).some(({ source, detailType }) =>
        meant.some(
          (each) => each.bus === bus && contains(source, each.source) && contains(detailType, each.detailType),
        ),
      ),
    producer: ({ bus, source, detailType }) =>
      meant.some(
        (each) => each.bus === bus && fits(iamGlob(source), each.source) && fits(iamGlob(detailType), each.detailType),
      ),
    node: () => false,
  });
}

function narrowed(
  graph: Graph,
  isAbout: (edge: Edge) => boolean,
  is: { consumer(of: Consumer): boolean; producer(of: Producer): boolean; node(name: string): boolean },
): Graph {
  const edges = graph.edges.filter(isAbout);
  const outside = graph.outside.filter(isAbout);
  const keyOf = ({ template, rule }: { template: string; rule: string }) => `${template} ${rule}`;
  const rules = new Set([...edges, ...outside].map(keyOf));
  const said = new Set(edges.map(({ from, source, detailType }) => [from, source, detailType].join('\n')));
  const isSaid = (each: Producer) => said.has([jobName(each), each.source, each.detailType].join('\n'));
  const consumers = graph.consumers.filter((consumer) => is.consumer(consumer) || rules.has(keyOf(consumer)));
  const producers = graph.producers.filter((producer) => is.producer(producer) || isSaid(producer));
  const nodes = new Set([
    ...edges.flatMap(({ from, to }) => [from, to]),
    ...consumers.map(({ target }) => jobName(target)),
    ...producers.map(jobName),
  ]);
  const events = [...edges, ...outside, ...producers];
  const patterns = consumers
    .filter(is.consumer)
    .flatMap(({ bus, pattern }) => (pattern ? patternAlternatives(pattern).map((each) => ({ bus, ...each })) : []));
  return {
    ...graph,
    edges,
    outside,
    consumers,
    producers,
    events: graph.events.filter(
      ({ bus, source, detailType }) =>
        events.some((each) => each.source === source && each.detailType === detailType) ||
        patterns.some(
          (each) => each.bus === bus && each.source.word === source && contains(each.detailType, detailType),
        ),
    ),
    relays: graph.relays.filter(({ from, to }) => nodes.has(from) || nodes.has(to)),
    cycles: graph.cycles.filter(({ path }) => path.some((name) => nodes.has(name) || is.node(`${name}/`))),
    functions: graph.functions.filter((each) => nodes.has(jobName(each)) || is.node(jobName(each))),
  };
}
