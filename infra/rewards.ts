import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { OrderPlaced } from '../events/order-placed.ts';
import { OrderRejected } from '../events/order-rejected.ts';
import { rewards } from '../functions/rewards/participant.ts';

export class RewardsStack extends ParticipantStack<typeof rewards> {
  static readonly participant = rewards;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, rewards);
    const balance = { 'balance#*': ['GetItem', 'PutItem'] } as const;
    // Nobody waits for points: where many come, ten are awarded together, and said with one request.
    this.job('award-points', {
      items: { ...balance, 'inbox#reverse-points#*': ['GetItem'] },
      buffered: true,
      maxConcurrency: 100,
    }).on(OrderPlaced);
    this.job('reverse-points', { items: { ...balance, 'inbox#award-points#*': ['GetItem'] } }).on(OrderRejected);
  }
}
