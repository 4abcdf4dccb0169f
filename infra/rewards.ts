import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { Construct } from 'constructs';
import { OrderPlaced } from '../events/order-placed.ts';
import { OrderRejected } from '../events/order-rejected.ts';
import { rewards } from '../functions/rewards/participant.ts';

export class RewardsStack extends ParticipantStack<typeof rewards> {
  static readonly participant = rewards;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, rewards);
    const account = { 'balance#*': ['BatchGetItem', 'PutItem'], 'ledger#*': ['BatchGetItem', 'PutItem'] } as const;
    this.job('award-points', { items: account }).on(OrderPlaced);
    this.job('reverse-points', { items: account }).on(OrderRejected);
  }
}
