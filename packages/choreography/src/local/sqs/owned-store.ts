import type { Fauxqs, Queue, QueuedMessage, QueueStore } from './fauxqs.ts';
import { receiveGroups } from './receive-groups.ts';

/** Queues of one owner. */
export interface OwnedQueues extends QueueStore {
  arnOf(name: string): string;
  /** Tells whenever messages of a queue have become visible; what is returned ends it. The queue may be made later. */
  onVisible(arn: string, listener: () => void): () => void;
}

/**
 * fauxqs's store, with queues that belong to one region and one account and are reached at the gateway. fauxqs itself
 * takes the region from the caller's signature, has one fixed account, makes host names of its own, and reads the real time.
 */
export function ownedStore(
  Store: Fauxqs['SqsStore'],
  owner: { region: string; account: string; endpoint: () => string; now: () => number },
): OwnedQueues {
  const urlOf = (name: string) => `${owner.endpoint()}/${owner.account}/${name}`;
  const arnOf = (name: string) => `arn:aws:sqs:${owner.region}:${owner.account}:${name}`;
  const listeners = new Map<string, Set<() => void>>();
  class OwnedStore extends Store implements OwnedQueues {
    override createQueue(...[name, , , attributes, tags]: Parameters<QueueStore['createQueue']>): Queue {
      // `queues` holds it by the URL it is made with, here its name; callers see the URL of the gateway.
      const queue = super.createQueue(name, name, arnOf(name), attributes, tags);
      receiveGroups(queue);
      const enqueue = queue.enqueue.bind(queue);
      const notifyWaiters = queue.notifyWaiters.bind(queue);
      return Object.defineProperties(queue, {
        url: { get: () => urlOf(name) },
        // A message that was received before only moves here, to a dead-letter queue: it keeps the time when it was sent.
        enqueue: {
          value: (message: QueuedMessage) =>
            enqueue(message.approximateReceiveCount > 0 ? message : { ...message, sentTimestamp: owner.now() }),
        },
        notifyWaiters: {
          value: () => {
            notifyWaiters();
            for (const tell of listeners.get(queue.arn) ?? []) tell();
          },
        },
      });
    }
    onVisible(arn: string, listener: () => void): () => void {
      const told = listeners.get(arn) ?? new Set();
      listeners.set(arn, told.add(listener));
      return () => told.delete(listener);
    }
    override deleteQueue(url: string): boolean {
      const name = this.getQueue(url)?.name;
      if (name === undefined) return false;
      super.deleteQueue(url);
      return this.queues.delete(name);
    }
    override getQueueByArn(arn: string): Queue | undefined {
      return this.getQueueByName(arn.slice(arn.lastIndexOf(':') + 1));
    }
    override getQueue(url: string): Queue | undefined {
      return this.getQueueByName(url.slice(url.lastIndexOf('/') + 1));
    }
    override buildQueueUrl(name: string): string {
      return urlOf(name);
    }
    arnOf(name: string): string {
      return arnOf(name);
    }
  }
  return new OwnedStore();
}
