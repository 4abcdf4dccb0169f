import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import { type Planned, planResources } from './plan-resources.ts';
import type { Services } from './resource-type.ts';
import type { ParameterValues } from './system-evaluation.ts';

/** What became of one resource when the templates changed; what holds data is `kept` as it was. */
export interface Change {
  readonly did: 'made' | 'changed' | 'removed' | 'kept';
  /** `AWS::Lambda::Function`. */
  readonly type: string;
  readonly name: string;
}

/** The resources that run: made from the templates, and changed in place when those change. */
export class Deployment {
  #running: readonly Planned[] = [];
  /** What holds data, as it was made: it stays until the runtime ends. */
  readonly #lasting = new Map<string, string>();

  constructor(
    private readonly services: Services,
    private readonly parameters: ParameterValues = {},
  ) {}

  /**
   * Makes what runs be as the stacks say, and tells what that changed. Throws an InputError when it cannot be: for all that the
   * runtime cannot honour, before anything is done; for anything else, what ran before runs on.
   */
  async deploy(stacks: readonly Stack[]): Promise<Change[]> {
    const before = this.#running;
    const planned = planResources(stacks, this.services.endpoint, this.parameters, this.services);
    try {
      return await this.#turnInto(planned);
    } catch (error) {
      if (before.length > 0) await this.#turnInto(before);
      throw error;
    }
  }

  async #turnInto(planned: readonly Planned[]): Promise<Change[]> {
    const before = new Map(this.#running.map((each) => [keyOf(each), each]));
    const after = new Set(planned.map(keyOf));
    this.#running = [...this.#running.filter((each) => !after.has(keyOf(each))), ...planned];
    const changes: Change[] = [];
    const tell = (did: Change['did'], { typeName, identity }: Planned) =>
      changes.push({ did, type: typeName, name: identity.ref });
    for (const each of planned) {
      const was = before.get(keyOf(each));
      // What makes nothing here changes nothing, such as an alarm.
      if (!each.type.create || (was && contentOf(was) === contentOf(each))) continue;
      if (each.type.addsUp || each.type.replaces || !this.#lasting.has(keyOf(each))) {
        if (!each.type.addsUp) await this.#make(each);
        tell(was ? 'changed' : 'made', each);
      } else if (this.#lasting.get(keyOf(each)) !== contentOf(each)) tell('kept', each);
    }
    for (const [key, each] of before) {
      if (after.has(key) || !each.type.create) continue;
      each.type.remove?.(each.resource, each.identity, this.services);
      tell(each.type.remove || each.type.addsUp ? 'removed' : 'kept', each);
    }
    this.#running = planned;
    this.#addUp(planned);
    return changes;
  }

  async #make(each: Planned): Promise<void> {
    try {
      await each.type.create?.(each.resource, each.identity, this.services);
    } catch (error) {
      throw asInputError(each, error);
    }
    if (!each.type.replaces) this.#lasting.set(keyOf(each), contentOf(each));
  }

  /** In one go, so that no call is judged by half of the policies. */
  #addUp(planned: readonly Planned[]): void {
    this.services.iam.in().forgetThoseOfTemplates();
    this.services.functions.policies.forgetThoseOfTemplates();
    this.services.functions.asynchronous.forgetThoseOfTemplates();
    this.services.mappings.forgetThoseOfTemplates();
    this.services.logs.resourcePolicies.forgetThoseOfTemplates();
    for (const each of planned) {
      if (!each.type.addsUp) continue;
      try {
        void each.type.create?.(each.resource, each.identity, this.services);
      } catch (error) {
        throw asInputError(each, error);
      }
    }
  }
}

const keyOf = ({ typeName, resource, identity }: Planned): string =>
  `${typeName} ${resource.stack} ${resource.logicalId} ${identity.ref}`;

const contentOf = ({ resource }: Planned): string => JSON.stringify(resource.properties);

/** The services' own texts mostly end in a full stop. */
const asInputError = ({ resource, typeName }: Planned, error: unknown): InputError =>
  new InputError(
    `${resource.stack}: ${typeName} ${resource.logicalId}: ${(error as Error).message.replace(/\.$/, '')}.`,
  );
