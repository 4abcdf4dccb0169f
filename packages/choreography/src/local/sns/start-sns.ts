import { AwsError } from '#local/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/backend.ts';
import { part, type QueueStore, type Reply, type Request } from '#local/sqs/fauxqs.ts';

/** Which module of fauxqs answers an action, where the module is not called like it. */
const MODULES: Readonly<Record<string, string>> = {
  PublishBatch: 'publish',
  ListSubscriptionsByTopic: 'listSubscriptions',
  UntagResource: 'tagResource',
  ListTagsForResource: 'tagResource',
};
const ACTIONS = [
  ...`ConfirmSubscription CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptions ListTopics
      Publish SetSubscriptionAttributes SetTopicAttributes Subscribe TagResource Unsubscribe`.split(/\s+/),
  ...Object.keys(MODULES),
];

export interface Sns {
  /** Answers a request of SNS's query protocol. */
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** A topic's resource policy, as JSON text: undefined when it has none, or is not there. */
  policyOf(topicArn: string): string | undefined;
  has(topicArn: string): boolean;
  /** Publishes a message to a topic. Throws an AwsError if SNS refuses it. */
  publish(topicArn: string, message: string): Promise<void>;
  /** Calls an action with the parameters of the query protocol. Throws an AwsError if SNS refuses it. */
  call(action: string, parameters: Readonly<Record<string, string>>): Promise<string>;
}

/** What is read of fauxqs's topics without a call, by ARN. */
interface TopicStore {
  readonly topics: ReadonlyMap<string, { readonly attributes: Readonly<Record<string, string | undefined>> }>;
}

interface Router {
  register(action: string, handler: unknown): void;
  handle(request: Request, reply: Reply): Promise<string>;
}

/** SNS in this process, by fauxqs, loaded when it is first asked: topics deliver to queues. */
export function startSns(queues: QueueStore, region: string): Sns {
  let loading: Promise<Router> | undefined;
  let store: TopicStore | undefined;
  const answer = async (body: Record<string, string>, headers: Request['headers']) => {
    loading ??= load(queues, region, (loaded) => {
      store = loaded;
    });
    const router = await loading;
    let status = 200;
    const reply: Reply = {
      status: (code) => {
        status = code;
      },
      header: () => {},
    };
    const text = await router.handle({ headers, body }, reply);
    return { status, text };
  };
  const call = async (action: string, parameters: Readonly<Record<string, string>>) => {
    const { status, text } = await answer({ Action: action, ...parameters }, {});
    if (status === 200) return text;
    const told = (tag: string) => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(text)?.[1] ?? '';
    throw new AwsError(told('Code') || 'InternalError', told('Message') || text);
  };
  return {
    call,
    policyOf: (topicArn) => store?.topics.get(topicArn)?.attributes.Policy,
    has: (topicArn) => store?.topics.has(topicArn) ?? false,
    async publish(topicArn, message) {
      await call('Publish', { TopicArn: topicArn, Message: message });
    },
    async handle({ body, headers }) {
      const parameters = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
      const { status, text } = await answer(parameters, headers);
      return { status, headers: { 'content-type': 'text/xml' }, body: text };
    },
  };
}

async function load(queues: QueueStore, region: string, onStore: (store: TopicStore) => void): Promise<Router> {
  const [{ SnsStore }, { SnsRouter }] = await Promise.all([part('sns/snsStore.js'), part('sns/snsRouter.js')]);
  const store = new SnsStore();
  store.region = region;
  onStore(store);
  const router: Router = new SnsRouter(store, queues);
  await Promise.all(
    ACTIONS.map(async (action) => {
      const name = action.charAt(0).toLowerCase() + action.slice(1);
      const module = await part(`sns/actions/${MODULES[action] ?? name}.js`);
      router.register(action, module[name]);
    }),
  );
  return router;
}
