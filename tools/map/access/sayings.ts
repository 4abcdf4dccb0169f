import { arnFits, parseArn } from '../../template/system/arn.ts';
import { busName } from '../../template/system/identity.ts';
import type { Place } from '../graph.ts';
import type { Held } from './role-policies.ts';
import { deniesAll, type Sayable, sayableOf, without } from './sayable.ts';
import { isAbout, listOf, type Statement } from './statement.ts';

/** What may be put on one bus, and the policy that allows it. */
export interface Saying extends Sayable {
  readonly bus: string;
  readonly policy: Place;
}

/** A bus by name and ARN. */
export interface KnownBus {
  readonly name: string;
  readonly arn: string;
}

/** All that the holder of some policies may put, on the known buses and on those that its policies name. */
export function sayings(policies: readonly Held[], buses: readonly KnownBus[]): Saying[] {
  const about = policies.filter(({ statement }) => isAbout(statement, 'events:PutEvents'));
  const denied = about.filter(({ statement }) => statement.Effect === 'Deny' && deniesAll(statement));
  return about
    .filter(({ statement }) => statement.Effect === 'Allow')
    .flatMap(({ statement, by }) =>
      busesOf(statement, buses).flatMap((bus) =>
        denied
          .filter((deny) => isOn(deny.statement, bus))
          .flatMap((deny) => sayableOf(deny.statement))
          .reduce((said, deny) => said.flatMap((each) => without(each, deny)), sayableOf(statement))
          .map((said) => ({ ...said, bus: bus.name, policy: by })),
      ),
    );
}

/** The buses that a statement is about: those known, and those that it names though no template has them. */
function busesOf(statement: Statement, known: readonly KnownBus[]): KnownBus[] {
  const named = listOf(statement.Resource)
    .filter(isOneBus)
    .map((resource) => ({ name: busName(resource), arn: resource }));
  const fitting = known.filter((bus) => isOn(statement, bus));
  return [...fitting, ...named.filter(({ name, arn }) => !fitting.some((bus) => bus.name === name || bus.arn === arn))];
}

/** The ARN of one bus, or a reference to what may be one. */
function isOneBus(resource: unknown): resource is string {
  if (typeof resource !== 'string') return false;
  const arn = parseArn(resource);
  return arn ? arn.resource.startsWith('event-bus/') && !/[*?]/.test(arn.resource) : resource.startsWith('${');
}

const isOn = ({ Resource, NotResource }: Statement, { name, arn }: KnownBus): boolean =>
  NotResource === undefined
    ? listOf(Resource).some((resource) => resource === name || arnFits(String(resource), arn))
    : !listOf(NotResource).some((resource) => arnFits(String(resource), arn));
