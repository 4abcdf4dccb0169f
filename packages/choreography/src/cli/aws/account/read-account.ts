import type { Access } from '#cli/aws/endpoint.ts';
import { whyUnreachable } from '#cli/aws/why-unreachable.ts';
import { InputError } from '#template/input-error.ts';
import type { NamedTemplate, TemplateResource } from '#template/template.ts';
import { accountClients } from './account-clients.ts';
import type { Found } from './found.ts';
import { type KnownPlace, knownPlaces } from './known-places.ts';
import { readEvents } from './read-events.ts';
import { readFunctions } from './read-functions.ts';
import { readQueues, readTopics } from './read-queues.ts';
import { readRoles } from './read-roles.ts';

/** The template of what no stack is known to have made. */
const WITHOUT_STACK = 'account';

/**
 * What runs at an endpoint, or in an account of AWS, as templates: those of the stacks that made it, as far as they are known (also the
 * `given` ones), and one of the account itself. Reads only. Throws an InputError that names the call that was refused.
 */
export async function readAccount(access: Access, given: readonly NamedTemplate[] = []): Promise<NamedTemplate[]> {
  const clients = accountClients(access);
  try {
    // The names are for what hears and says first, then for what brings it there.
    const found = [
      ...(await readFunctions(clients)),
      ...(await readQueues(clients)),
      ...(await readTopics(clients)),
      ...(await readEvents(clients)),
      ...(await readRoles(clients)),
    ];
    return toTemplates(found, await knownPlaces(clients, given));
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { name, message } = error as Error;
    throw new InputError(
      whyUnreachable(error as Error, access.endpoint) ??
        `${access.endpoint ?? 'AWS'} does not let the account be read: ${name}: ${message}`,
    );
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function toTemplates(found: readonly Found[], placeOf: (found: Found) => KnownPlace | undefined): NamedTemplate[] {
  const templates = new Map<string, Record<string, TemplateResource>>();
  const places = new Map<Found, { template: string; id: string }>();
  for (const each of found) {
    const known = placeOf(each) ?? (each.of && policyPlace(places.get(each.of.found)));
    const template = known?.template ?? WITHOUT_STACK;
    const resources = templates.get(template) ?? {};
    templates.set(template, resources);
    const id = known?.id ?? idFor(each, resources);
    places.set(each, { template, id });
    const own = each.of && places.get(each.of.found)?.id;
    const Properties =
      own === undefined ? each.properties : { ...each.properties, [each.of?.property ?? '']: [{ Ref: own }] };
    const Metadata = known && 'metadata' in known ? (known.metadata as TemplateResource['Metadata']) : undefined;
    resources[id] = { Type: each.type, Properties, ...(Metadata && { Metadata }) };
  }
  return [...templates].map(([name, Resources]) => ({ name, template: { Resources } }));
}

const policyPlace = (of: { template: string; id: string } | undefined) => of && { ...of, id: `${of.id} policy` };

/** Its name, with its type where something else has it. */
function idFor({ name, key = name, type }: Found, taken: Readonly<Record<string, unknown>>): string {
  const ids = [name, key, `${key} (${type.split('::').at(-1)})`];
  return ids.find((id) => !Object.hasOwn(taken, id)) ?? `${key} ${Object.keys(taken).length}`;
}
