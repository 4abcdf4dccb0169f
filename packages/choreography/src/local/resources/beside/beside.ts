import type { Event } from '#local/events/event.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Resource } from '#local/resources/types/resource-type.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { carryEvents, carryResources } from './carry-events.ts';
import { withDefinition } from './definition.ts';
import { Engine } from './engine.ts';
import { functionStub, functionsIn } from './function-stub.ts';
import { EngineStacks } from './stacks.ts';

/** The parts of this runtime that the engine beside needs. */
export interface BesideServices {
  /** The URL at which the engine's functions reach this runtime. */
  endpoint(): string;
  /** Puts an event of one of the engine's buses on the bus of the same name here. */
  take(bus: string, event: Event): void;
  /** The names of this runtime's buses. */
  buses(): readonly string[];
  readonly notify: OnNotice;
}

/** An engine beside this runtime, with services that it lacks: makes resources there, forwards calls, and brings events back. */
export class Beside {
  readonly #engine: Engine;
  readonly #stacks: EngineStacks;
  readonly #carried = new Set<string>();
  readonly #stopped = new AbortController();

  constructor(
    private readonly url: string,
    private readonly services: BesideServices,
  ) {
    this.#engine = new Engine(url);
    this.#stacks = new EngineStacks(this.#engine);
  }

  /**
   * Makes a resource on the engine, with what brings its events and its invocations of functions back to this runtime. Throws an
   * InputError if the engine refuses it.
   */
  async make(Type: string, resource: Resource): Promise<void> {
    const Properties = Type === 'AWS::StepFunctions::StateMachine' ? withDefinition(resource) : resource.properties;
    const text = JSON.stringify(Properties);
    for (const name of functionsIn(Properties))
      await this.#stacks.put(`choreography-function-${name}`, functionStub(name, this.services.endpoint()));
    await this.#carry('default');
    if (text.includes('events:putEvents')) for (const bus of this.services.buses()) await this.#carry(bus);
    await this.#stacks.put(stackOf(resource), { [resource.logicalId]: { Type, Properties } });
    this.services.notify({ kind: 'made-beside', type: Type, id: resource.logicalId, url: this.url });
    const stays = staysThere(text);
    if (stays.length > 0)
      this.services.notify({ kind: 'stays-beside', id: resource.logicalId, services: stays, url: this.url });
  }

  /** Deletes a resource from the engine. */
  async remove(resource: Resource): Promise<void> {
    await this.#stacks.delete(stackOf(resource));
  }

  /** Forwards a call of one of the engine's services, and returns the engine's answer. */
  forward(request: AwsRequest): Promise<AwsResponse> {
    return this.#engine.forward(request);
  }

  /** Starts an execution of a state machine. @param input JSON text */
  async startExecution(stateMachineArn: string, input: string): Promise<void> {
    await this.#engine.call('states', 'AWSStepFunctions.StartExecution', { stateMachineArn, input });
  }

  /** Stops bringing events back. The engine and its resources stay. */
  stop(): void {
    this.#stopped.abort();
  }

  async #carry(bus: string): Promise<void> {
    if (this.#carried.has(bus)) return;
    this.#carried.add(bus);
    await this.#stacks.put(`choreography-carry-${bus}`, carryResources(bus));
    const { signal } = this.#stopped;
    const failed = ({ message }: Error) => {
      if (!signal.aborted) this.services.notify({ kind: 'beside-failed', url: this.url, reason: message });
    };
    void carryEvents({
      ...{ engine: this.#engine, bus, signal, failed },
      take: (event) => this.services.take(bus, event),
    }).catch(failed);
  }
}

/** The name of a resource's stack on the engine: CloudFormation allows letters, digits and hyphens. */
const stackOf = ({ stack, logicalId }: Resource): string =>
  `choreography-${stack}-${logicalId}`.replace(/[^a-zA-Z0-9-]/g, '-').slice(0, 128);

/** The services that a state machine's definition calls directly: these calls go to the engine's services, not to this runtime's. */
const staysThere = (text: string): string[] => [
  ...new Set([...text.matchAll(/:states:::(?:aws-sdk:)?(dynamodb|sns|sqs):/g)].map(([, service = '']) => service)),
];
