/** A fault that is put into a job's code, to see that the simulation finds it. */
export interface PlantedFault {
  readonly name: string;
  /** The file, and what stands in it instead of what. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
  /** `participant/job`: whose bundles have it. */
  readonly jobs: readonly string[];
  /** A seed that finds it, of 8 orders and 5 minutes; undefined as long as none is known. */
  readonly seed?: number;
  /** Whether each run of all tests plants it, not the long one alone. */
  readonly isPlantedAlways?: boolean;
  /** What it violates. */
  readonly violates: RegExp;
}

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'stock is taken without asking whether it is still there',
    file: 'functions/warehouse/stock.ts',
    replace: "ConditionExpression: 'available >= :quantity',",
    by: '',
    jobs: ['warehouse/dispatch-order'],
    violates: /stock is never negative/,
  },
  {
    name: 'a balance is written whatever it was',
    file: 'functions/rewards/account.ts',
    replace:
      "ConditionExpression: from.balance === 0 ? 'attribute_not_exists(pk) OR points = :before' : 'points = :before',",
    by: "ConditionExpression: ':before = :before',",
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    seed: 3,
    violates: /balance is the sum/,
  },
  {
    name: 'an award does not ask whether the order was reversed',
    file: 'functions/rewards/award-points.ts',
    replace: 'account.reversed ? 0 : pointsFor(order.total)',
    by: 'pointsFor(order.total)',
    jobs: ['rewards/award-points'],
    seed: 1,
    isPlantedAlways: true,
    violates: /balance is the sum/,
  },
  {
    name: 'a job is done again for the same key',
    file: 'packages/choreography/src/jobs/inbox.ts',
    replace: "Item: item, ConditionExpression: 'attribute_not_exists(pk)' }",
    by: 'Item: item }',
    jobs: ['warehouse/receive-stock'],
    violates: /stock is conserved/,
  },
  {
    name: 'what was committed is not said again',
    file: 'packages/choreography/src/jobs/decide-once.ts',
    replace: 'await publish(sayAgain(await storedOutcome(producer, job.name, incoming), incoming.hops), remaining);',
    by: '',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected/,
  },
  {
    name: 'entries that the bus did not take are forgotten',
    file: 'packages/choreography/src/jobs/publish.ts',
    replace: 'if (FailedEntryCount === 0) return;',
    by: 'return;',
    jobs: ['warehouse/dispatch-order'],
    seed: 1,
    violates: /dispatched or rejected/,
  },
];
