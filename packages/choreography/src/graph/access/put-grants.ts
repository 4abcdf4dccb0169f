import type { TemplateLocation } from '#graph/graph.ts';
import { arnFits, parseArn, REGION } from '#template/system/arn.ts';
import { busName, busNameElsewhere } from '#template/system/identity.ts';
import { deniedBy, type EventSet, eventSetsOf, without } from './event-set.ts';
import type { AttachedStatement } from './role-policies.ts';
import { isAbout, listOf, type Statement } from './statement.ts';

/** What may be put on one bus, and the policy that allows it. */
export interface PutGrant extends EventSet {
  readonly bus: string;
  readonly policy: TemplateLocation;
}

/** A bus by name and ARN. */
export interface KnownBus {
  readonly name: string;
  readonly arn: string;
}

/** All that the holder of some policies may put, on the known buses and on those that its policies name. */
export function putGrants(policies: readonly AttachedStatement[], buses: KnownBuses): PutGrant[] {
  const about = policies.filter(({ statement }) => isAbout(statement, 'events:PutEvents'));
  const denying = about.filter(({ statement }) => statement.Effect === 'Deny');
  const grants: PutGrant[] = [];
  for (const { statement, by } of about) {
    if (statement.Effect !== 'Allow') continue;
    for (const bus of buses.of(statement)) {
      let sets = eventSetsOf(statement);
      for (const deny of denying) {
        if (!isCertainlyOn(deny.statement, bus)) continue;
        for (const denied of deniedBy(deny.statement)) sets = sets.flatMap((each) => without(each, denied));
      }
      for (const { source, detailType } of sets) grants.push({ source, detailType, bus: bus.name, policy: by });
    }
  }
  return grants;
}

/** The buses that are known, and which of them statements are about: most name one bus by one ARN. */
export class KnownBuses {
  readonly #byResource = new Map<string, readonly KnownBus[]>();

  constructor(private readonly known: readonly KnownBus[]) {}

  of(statement: Statement): readonly KnownBus[] {
    const { Resource, NotResource } = statement;
    if (typeof Resource !== 'string' || NotResource !== undefined) return busesOf(statement, this.known);
    let buses = this.#byResource.get(Resource);
    if (!buses) {
      buses = busesOf(statement, this.known);
      this.#byResource.set(Resource, buses);
    }
    return buses;
  }
}

/** The buses that a statement is about: those known, and those that it names, if only by a pattern, though no template has them. */
function busesOf(statement: Statement, known: readonly KnownBus[]): KnownBus[] {
  const fitting = known.filter((bus) => mayBeOn(statement, bus));
  const named = listOf(statement.Resource)
    .filter(isBus)
    .filter((resource) => !fitting.some((bus) => bus.name === busName(resource) || arnFits(resource, bus.arn)))
    .map((resource) => {
      const isElsewhere = known.some((bus) => bus.name === busName(resource));
      return { name: isElsewhere ? busNameElsewhere(resource) : busName(resource), arn: resource };
    });
  return [...fitting, ...named];
}

/** The ARN of a bus, or a reference to what may be one. */
function isBus(resource: unknown): resource is string {
  if (typeof resource !== 'string') return false;
  return parseArn(resource)?.resource.startsWith('event-bus/') ?? resource.startsWith('${');
}

const mayBeOn = ({ Resource, NotResource }: Statement, { name, arn }: KnownBus): boolean =>
  NotResource === undefined
    ? listOf(Resource).some(
        (resource) => resource === name || (arnFits(String(resource), arn) && !isOnlyHere(String(resource), name, arn)),
      )
    : !listOf(NotResource).some((resource) => arnFits(String(resource), arn, { certainly: true }));

/** Whether a resource is of the stack's own region, and the bus, by its name on the map, of another. */
const isOnlyHere = (resource: string, name: string, arn: string): boolean =>
  name === busNameElsewhere(arn) && parseArn(resource)?.region === REGION;

const isCertainlyOn = ({ Resource, NotResource }: Statement, { arn }: KnownBus): boolean =>
  NotResource === undefined
    ? listOf(Resource).some((resource) => arnFits(String(resource), arn, { certainly: true }))
    : !listOf(NotResource).some((resource) => arnFits(String(resource), arn));
