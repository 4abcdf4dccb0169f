import type { Broker } from '#local/events/broker.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { Actions } from './action.ts';

interface TagInput {
  readonly ResourceARN: string;
}

/** Tags of buses and rules. */
export const TAG_ACTIONS: Actions = {
  TagResource: ({ ResourceARN, Tags }: TagInput & { Tags: { Key: string; Value: string }[] }, broker) => {
    broker.tags.put(existing(ResourceARN, broker), Tags);
    return {};
  },
  UntagResource: ({ ResourceARN, TagKeys }: TagInput & { TagKeys: string[] }, broker) => {
    broker.tags.remove(existing(ResourceARN, broker), TagKeys);
    return {};
  },
  ListTagsForResource: ({ ResourceARN }: TagInput, broker) => ({ Tags: broker.tags.of(existing(ResourceARN, broker)) }),
};

/** The ARN of a bus or rule that is there. */
function existing(arn: string, { buses }: Broker): string {
  const resource = arn.split(':').slice(5).join(':');
  const [kind, ...path] = resource.split('/');
  const name = path.at(-1) ?? '';
  if (kind === 'event-bus') return buses.get(path.join('/')).arn;
  if (kind === 'rule') return buses.rule(name, path.length > 1 ? path.slice(0, -1).join('/') : undefined).arn;
  throw new AwsError('ResourceNotFoundException', `Resource ${arn} does not exist.`);
}
