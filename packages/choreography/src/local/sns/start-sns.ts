import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Queues } from '#local/sqs/queues.ts';
import type { Journal } from '#local/state/journal.ts';
import { ACTIONS } from './actions.ts';
import type { Deliveries } from './deliver.ts';
import type { Parameters } from './parameters.ts';
import { Topics } from './topics.ts';
import { errorResponse, response } from './xml.ts';

export interface Sns {
  /** Answers a request of SNS's query protocol. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** A topic's resource policy, as JSON text: undefined when it has none, or is not there. */
  policyOf(topicArn: string): string | undefined;
  has(topicArn: string): boolean;
  /** Restores what FIFO topics remember of another run. */
  restore(): void;
  /** Publishes a message to a topic. Throws an AwsError if SNS refuses it. */
  publish(topicArn: string, message: string): Promise<void>;
  /** Calls an action with the parameters of the query protocol. Throws an AwsError if SNS refuses it. */
  call(action: string, parameters: Readonly<Record<string, string>>): Promise<string>;
}

/** SNS in this process: topics deliver to queues and functions. */
export function startSns(
  queues: Queues,
  region: string,
  others: Pick<Deliveries, 'authorize' | 'invoke' | 'notify'>,
  journal?: Journal,
): Sns {
  const topics = new Topics({ region, account: queues.owner.account }, () => queues.clock.now(), journal);
  const state: Deliveries = { topics, queues, ...others };
  const call = (action: string, parameters: Parameters) => {
    const answer = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!answer) throw new AwsError('InvalidAction', `The action ${action} is not valid for this endpoint.`);
    return response(action, answer(state, parameters));
  };
  return {
    call: async (action, parameters) => call(action, parameters),
    policyOf: (topicArn) => topics.find(topicArn)?.attributes.Policy,
    restore: () => topics.restore(),
    has: (topicArn) => topics.find(topicArn) !== undefined,
    async publish(topicArn, message) {
      call('Publish', { TopicArn: topicArn, Message: message });
    },
    async handle({ body }) {
      const parameters = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
      const headers = { 'content-type': 'text/xml' };
      try {
        return { status: 200, headers, body: call(parameters.Action ?? '', parameters) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { status: error.status, headers, body: errorResponse(error.name, error.message) };
      }
    },
  };
}
