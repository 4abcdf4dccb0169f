import { type Locate, locateIn } from '#template/document/locate-in.ts';
import { InputError } from '#template/input-error.ts';
import type { Stack } from '#template/template.ts';
import type { Waiting } from './custom/waiting-of.ts';
import type { LeaveOut, LeftOut } from './left-out.ts';
import { type Plan, type Planned, planResources } from './plan-resources.ts';
import { severalPlaces } from './several-places.ts';
import type { ParameterValues } from './system-evaluation.ts';
import type { ResourceType, Services } from './types/resource-type.ts';

/** How one resource changed with the templates; a resource with data is `kept` unchanged. */
export interface Change {
  readonly did: 'made' | 'changed' | 'removed' | 'kept';
  /** `AWS::Lambda::Function`. */
  readonly type: string;
  readonly name: string;
}

/** The resources that run: made from the templates, and changed in place when those change. */
export class Deployment {
  #running: readonly Planned[] = [];
  /** Resources with data, as they were made: they are kept until the runtime ends. */
  readonly #lasting = new Map<string, string>();
  #leftOut: LeftOut[] = [];
  /** The several places that the stacks are meant for; looked for when something is refused. */
  #places: () => string | undefined = () => undefined;
  #locate: Locate = () => undefined;

  constructor(
    private readonly services: Services,
    private readonly parameters: ParameterValues = {},
    private readonly leaveOut: LeaveOut = { names: [], unsupported: false },
    /** What is made on the engine beside this runtime, if there is one. */
    private readonly typesBeside: Readonly<Record<string, ResourceType>> = {},
  ) {}

  /** What the templates ask for and does not run. */
  get leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  /**
   * Deploys the stacks, and returns what changed. Throws one InputError if that fails: for everything that the
   * runtime cannot honour, before anything is done; for everything that a service refuses, and then what ran before runs on.
   */
  async deploy(stacks: readonly Stack[]): Promise<Change[]> {
    const before = this.#running;
    this.#places = () => severalPlaces(stacks);
    this.#locate = locateIn(stacks);
    const { endpoint, apiDestinations, customResources } = this.services;
    const plan = () =>
      planResources(stacks, endpoint, {
        parameters: this.parameters,
        kept: this.services,
        leaveOut: this.leaveOut,
        allowedHosts: apiDestinations.allowedHosts,
        typesBeside: this.typesBeside,
        custom: customResources,
      });
    customResources?.retry();
    const first = plan();
    const leftOutBefore = this.#leftOut;
    this.#leftOut = [...first.leftOut];
    try {
      return await this.#carryOut(first, plan);
    } catch (error) {
      this.#leftOut = leftOutBefore;
      if (before.length > 0) await this.#turnInto(before);
      throw error;
    }
  }

  /** Makes all but what waits for custom resources, then those that are ready, until nothing waits. */
  async #carryOut(first: Plan, plan: () => Plan): Promise<Change[]> {
    const changes: Change[] = [];
    let { planned, waiting } = first;
    while (waiting.length > 0) {
      changes.push(...(await this.#turnInto(planned, { isWhole: false })));
      this.services.beforeCustomResources?.(waiting);
      for (const each of readyOf(waiting)) changes.push(...(await this.#makeCustom(each)));
      const next = plan();
      ({ planned, waiting } = next);
      this.#leftOut = [...next.leftOut];
    }
    changes.push(...(await this.#cleanCustom(planned)));
    return [...changes, ...(await this.#turnInto(planned))];
  }

  /** A resource that fails is left out if all is that cannot be run, or something that it was given is. */
  async #makeCustom(resource: Waiting): Promise<Change[]> {
    const { customResources } = this.services;
    try {
      const made = await customResources?.make(resource);
      return made ? [{ did: made.did, type: resource.typeName, name: made.made.ref }] : [];
    } catch (error) {
      const given = JSON.stringify(resource.resource.properties);
      const missing = this.#leftOut.find(({ property, ref }) => property === undefined && ref && given.includes(ref));
      if (!this.leaveOut.unsupported && !missing) throw error;
      customResources?.leaveOut(resource, missing ? needs(missing) : (error as Error).message);
      return [];
    }
  }

  /** While their functions still run. What is left out is not deleted. */
  async #cleanCustom(planned: readonly Planned[]): Promise<Change[]> {
    const asked = new Set([
      ...planned.map(({ resource }) => `${resource.stack} ${resource.logicalId}`),
      ...this.#leftOut.map(({ stack, id }) => `${stack} ${id}`),
    ]);
    const deleted = await this.services.customResources?.clean(({ stack, id }) => asked.has(`${stack} ${id}`));
    return (deleted ?? []).map(({ type, ref }) => ({ did: 'removed', type, name: ref }));
  }

  /** Of a part, nothing is removed, and what fails is tried again with the whole. */
  async #turnInto(planned: readonly Planned[], { isWhole = true } = {}): Promise<Change[]> {
    const before = new Map(this.#running.map((each) => [keyOf(each), each]));
    const after = new Set(planned.map(keyOf));
    this.#running = [...this.#running.filter((each) => !after.has(keyOf(each))), ...planned];
    const changes: Change[] = [];
    const errors: InputError[] = [];
    const failed = new Set<Planned>();
    const tell = (did: Change['did'], { typeName, identity }: Planned) =>
      changes.push({ did, type: typeName, name: identity.ref });
    for (const each of planned) {
      const was = before.get(keyOf(each));
      // What makes nothing here changes nothing, such as an alarm.
      if (!each.type.create || (was && contentOf(was) === contentOf(each))) continue;
      if (each.type.addsUp || each.type.replaces || !this.#lasting.has(keyOf(each))) {
        if (!each.type.addsUp && !(await this.#make(each, errors))) {
          failed.add(each);
          continue;
        }
        tell(was ? 'changed' : 'made', each);
      } else if (this.#lasting.get(keyOf(each)) !== contentOf(each)) tell('kept', each);
    }
    for (const [key, each] of isWhole ? before : []) {
      if (after.has(key) || !each.type.create) continue;
      each.type.remove?.(each.resource, each.identity, this.services);
      tell(each.type.remove || each.type.addsUp ? 'removed' : 'kept', each);
    }
    this.#addUp(isWhole ? planned : this.#running, errors);
    if (!isWhole) {
      this.#running = this.#running.filter((each) => !failed.has(each));
      return changes;
    }
    throwAll(errors, this.#places);
    this.#running = planned.filter((each) => !this.#isLeftOut(each));
    return changes;
  }

  /** False when it is left out, or its service refuses it: then the error is among those. */
  async #make(each: Planned, errors: InputError[]): Promise<boolean> {
    try {
      await each.type.create?.(each.resource, each.identity, this.services);
    } catch (error) {
      this.#take(each, error, errors);
      return false;
    }
    if (!each.type.replaces) this.#lasting.set(keyOf(each), contentOf(each));
    return true;
  }

  /** In one go, so that no call is judged by half of the policies. */
  #addUp(planned: readonly Planned[], errors: InputError[]): void {
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
        this.#take(each, error, errors);
      }
    }
  }

  /**
   * What is refused because something that it refers to is left out is left out with that; so is what clashes because stacks that are
   * meant for several places are in one here, if all is that cannot be run. All else is an error.
   */
  #take(each: Planned, error: unknown, errors: InputError[]): void {
    const places = this.leaveOut.unsupported ? this.#places() : undefined;
    const missing = this.#leftOut.find(
      (one) => one.property === undefined && each.uses.includes(`${one.stack} ${one.id}`),
    );
    if (!missing && places === undefined) {
      errors.push(this.#refusal(each, error));
      return;
    }
    const { stack, logicalId: id } = each.resource;
    const why = missing
      ? needs(missing)
      : `${withoutStop((error as Error).message)}, since these stacks are for ${places}, which are one here`;
    this.#leftOut.push({ stack, type: each.typeName, id, ref: each.identity.ref, why });
  }

  #refusal({ resource: { stack, logicalId: id }, typeName }: Planned, error: unknown): InputError {
    const at = this.#locate({ template: stack, id });
    const sentence = `${stack}: ${typeName} ${id}: ${withoutStop((error as Error).message)}.`;
    return new InputError(at ? `${sentence} [${at.file}:${at.line}]` : sentence);
  }

  #isLeftOut({ resource }: Planned): boolean {
    return this.#leftOut.some(
      ({ stack, id, property }) => property === undefined && stack === resource.stack && id === resource.logicalId,
    );
  }
}

/** Throws an InputError if none is. */
function readyOf(waiting: readonly Waiting[]): Waiting[] {
  const ready = waiting.filter(({ isReady }) => isReady);
  if (ready.length > 0) return ready;
  const names = waiting.map(({ typeName, resource }) => `${resource.stack}: ${typeName} ${resource.logicalId}`);
  throw new InputError(`These resources wait for each other: ${names.join(', ')}.`);
}

const needs = ({ id }: LeftOut): string => `it needs ${id}, which is left out`;

/** The first error, or one with the sentences of all; a sentence more if they may come of the places that the stacks are meant for. */
function throwAll(errors: readonly InputError[], placesOfStacks: () => string | undefined): void {
  const [first] = errors;
  if (!first) return;
  const places = placesOfStacks();
  const sentences = errors.map(({ message }) => message);
  if (places !== undefined)
    sentences.push(
      `These stacks are for ${places}, which are one here: --leave-out-unsupported leaves out what clashes by that.`,
    );
  throw sentences.length === 1 ? first : new InputError(sentences.join('\n'), { cause: first });
}

const keyOf = ({ typeName, resource, identity }: Planned): string =>
  `${typeName} ${resource.stack} ${resource.logicalId} ${identity.ref}`;

const contentOf = ({ resource }: Planned): string => JSON.stringify(resource.properties);

/** The services' own texts mostly end in a full stop. */
const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
