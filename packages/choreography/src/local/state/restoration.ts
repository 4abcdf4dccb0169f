import type { Waiting } from '#local/resources/custom/waiting-of.ts';
import type { RuntimeServices } from '#local/runtime/services.ts';
import { InputError } from '#template/input-error.ts';
import { NO_JOURNAL } from './journal.ts';
import { restoreState } from './restore-state.ts';

/** Where the journal has what belongs to resources of a type, and is lost if they are not there when it is restored. */
const KEPT: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'item/',
  'AWS::DynamoDB::GlobalTable': 'item/',
  'AWS::SQS::Queue': 'message/',
  'AWS::Lambda::Function': 'invocation/',
  'AWS::Events::Rule': 'delivery/',
};

/** Restores the state of another run once: before functions make custom resources, which read and write it, or else when all is deployed. */
export class Restoration {
  #isDone = false;

  constructor(private readonly services: RuntimeServices) {}

  /**
   * Restores when all is deployed but what waits for custom resources. Throws an InputError if something is kept of what waits: it would
   * be lost.
   */
  before(waiting: readonly Pick<Waiting, 'typeName' | 'resource'>[]): void {
    if (this.#isDone) return;
    const { state = NO_JOURNAL } = this.services.foundation;
    for (const { typeName, resource } of waiting) {
      const kept = KEPT[typeName];
      if (kept !== undefined && state.entries(kept).length > 0)
        throw new InputError(
          `${resource.stack}: ${typeName} ${resource.logicalId} needs a value of a custom resource that is to be made or changed, and the state of another run may belong to it: start with --fresh, or change the templates while it runs (--watch).`,
        );
    }
    this.#isDone = true;
    restoreState(this.services);
  }

  /** Restores when all is deployed. */
  complete(): void {
    // Takes down the tables that had waited.
    if (this.#isDone) this.services.dynamodb.restore();
    else restoreState(this.services);
    this.#isDone = true;
  }
}
