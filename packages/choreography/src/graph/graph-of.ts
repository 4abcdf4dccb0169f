import { System } from '#template/system/system.ts';
import type { NamedTemplate } from '#template/template.ts';
import { deliveryPermissions } from './access/delivery-permission.ts';
import { rolePolicies } from './access/role-policies.ts';
import { busesOf } from './buses.ts';
import { consumersOf } from './consumers.ts';
import { contractsOf } from './contracts.ts';
import { cyclesOf } from './cycles/cycles.ts';
import { edgesOf } from './edges.ts';
import { endpointsOf, replicationsOf } from './endpoints.ts';
import { namedEvents } from './events/named-events.ts';
import { outsideOf } from './events/outside.ts';
import { unreadOf } from './events/unread.ts';
import type { Graph, Producer } from './graph.ts';
import { firstOfEach } from './group-by.ts';
import { describeLanguage } from './language/language.ts';
import { Listeners } from './listeners.ts';
import { functionsOf, jobName, nameParticipants } from './participants/participant-names.ts';
import { merged, separateDeployments } from './participants/separate-deployments.ts';
import { processesOf } from './processes.ts';
import { possibleProducers } from './producers.ts';
import { relaysOf } from './relays.ts';

/**
 * The graph of some templates taken as one system, or of several copies of it side by side. Pure: no files, no AWS. SAM templates must be translated already, as
 * those are that CloudFormation's GetTemplate gives with `TemplateStage: Processed`.
 */
export function graphOf(stacks: readonly NamedTemplate[], parameters: Readonly<Record<string, unknown>> = {}): Graph {
  return merged(separateDeployments(stacks).map((world) => graphOfOne(world, parameters)));
}

function graphOfOne(stacks: readonly NamedTemplate[], parameters: Readonly<Record<string, unknown>>): Graph {
  const system = new System(stacks, parameters);
  const who = nameParticipants(system);
  const policies = rolePolicies(system);
  const permissionOf = deliveryPermissions(system, policies);
  const consumers = consumersOf(system, who, policies, permissionOf);
  const endpoints = endpointsOf(system, who);
  const known = busesOf(system, consumers, endpoints);
  const { speakers: granted, unresolved } = possibleProducers(system, who, policies, known);
  // One that may say the same by several grants is one producer.
  const speakers = firstOfEach(granted, ({ template, id, bus, source, detailType }) =>
    [template, id, bus, describeLanguage(source), describeLanguage(detailType)].join('\n'),
  );
  const buses = known.map(({ name, template, id }) => ({ name, template, id }));
  const named = new Set(known.map(({ name }) => name));
  for (const { bus } of speakers)
    if (named.size < named.add(bus).size) buses.push({ name: bus, template: null, id: null });
  const producers = speakers.map(
    (speaker): Producer => ({
      ...speaker,
      source: describeLanguage(speaker.source),
      detailType: describeLanguage(speaker.detailType),
    }),
  );
  const isHeard = (bus: string) => consumers.some((each) => each.bus === bus && each.pattern !== null);
  const listeners = new Listeners([...consumers, ...replicationsOf(endpoints, isHeard)]);
  const edges = edgesOf(
    speakers.map((speaker) => ({
      from: jobName(speaker),
      bus: speaker.bus,
      source: speaker.source,
      detailType: speaker.detailType,
    })),
    listeners,
  );
  const relays = relaysOf(system, who, permissionOf);
  const contracts = contractsOf(system);
  return {
    events: namedEvents(speakers, consumers, contracts),
    consumers,
    producers,
    edges,
    outside: outsideOf(consumers, edges, listeners),
    relays,
    cycles: cyclesOf(edges, relays),
    buses,
    endpoints: endpoints.map((endpoint) => ({ ...endpoint, buses: endpoint.buses.map(({ name }) => name) })),
    functions: functionsOf(system, who),
    contracts,
    processes: processesOf(system),
    unresolved: [...system.unresolved, ...unresolved, ...unreadOf(system)],
  };
}
