import * as z from 'zod';
import { DeliveryError } from '#local/events/deliver.ts';
import { validationError } from '#local/gateway/aws-error.ts';
import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import { asJson } from '#template/document/as-object.ts';

const Command = z.strictObject({ arn: z.string().startsWith('arn:'), available: z.boolean() });

/**
 * Targets of rules that are out of reach because a person said so, as a service is at AWS now and then: EventBridge tries
 * again, by the target's retry policy (user guide: "How EventBridge retries delivering events").
 */
export class UnavailableTargets {
  readonly #arns = new Set<string>();

  /** Throws the error of a target that does not take its events at present. */
  ask(arn: string): void {
    if (this.#arns.has(arn)) throw new DeliveryError('THROTTLING', 'Rate exceeded', true);
  }

  /**
   * `/_local/targets`: POST `{ arn, available }` makes a target unavailable or available, GET only reads; both answer
   * `{ unavailable: ARNs }`. Throws a ValidationException for another body.
   */
  answer({ method, body }: AwsRequest): AwsResponse {
    if (method === 'POST') this.#obey(body.toString('utf8'));
    const answer = { unavailable: [...this.#arns] };
    return jsonAnswer(200, answer);
  }

  #obey(text: string): void {
    const command = Command.safeParse(asJson(text));
    if (!command.success) throw validationError('The body is {"arn": "a target\'s ARN", "available": false} or true.');
    if (command.data.available) this.#arns.delete(command.data.arn);
    else this.#arns.add(command.data.arn);
  }
}
