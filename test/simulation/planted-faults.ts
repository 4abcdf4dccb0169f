import type { TemplateResource } from '../../packages/choreography/src/template/template.ts';

interface Planted {
  readonly name: string;
  /** A seed that finds it, of 5 minutes, as was verified; absent while none is known. */
  readonly seed?: number;
  /** Of how many orders the seed's world is, if not of 20. */
  readonly orders?: number;
  /** Whether each run of all tests plants it, not the long one alone. */
  readonly isPlantedAlways?: boolean;
  /** What it violates. */
  readonly violates: RegExp;
}

/** A fault that is put into a job's code, to see that the simulation finds it. */
export interface CodeFault extends Planted {
  /** The file, and what stands in it instead of what. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
  /** `participant/job`: whose bundles have it. */
  readonly jobs: readonly string[];
}

/** A fault that is put into a template. */
export interface TemplateFault extends Planted {
  /** The beginning of the logical id of the resource that has it. */
  readonly resource: string;
  readonly type: string;
  change(properties: NonNullable<TemplateResource['Properties']>): NonNullable<TemplateResource['Properties']>;
}

export type PlantedFault = CodeFault | TemplateFault;

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  {
    name: 'stock is taken without asking whether it is still there',
    file: 'packages/choreography/src/jobs/table/divided-amount.ts',
    replace: "ConditionExpression: 'available >= :amount',",
    by: '',
    jobs: ['warehouse/dispatch-order'],
    seed: 3,
    orders: 8,
    isPlantedAlways: true,
    violates: /stock is never negative/,
  },
  {
    name: 'a balance is written whatever it was',
    file: 'functions/rewards/account.ts',
    replace: "? { ConditionExpression: 'changes = :changes', ",
    by: "? { ConditionExpression: ':changes = :changes', ",
    jobs: ['rewards/award-points', 'rewards/reverse-points'],
    seed: 1,
    violates: /balance is the sum/,
  },
  {
    name: 'an award does not ask whether the order was reversed',
    file: 'functions/rewards/award-points.ts',
    replace: 'account.other ? 0 : pointsFor(order.total)',
    by: 'pointsFor(order.total)',
    jobs: ['rewards/award-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'a job is done again for the same key',
    file: 'packages/choreography/src/jobs/once/decide-once.ts',
    replace: "Item, ConditionExpression: 'attribute_not_exists(pk)' }",
    by: 'Item }',
    jobs: ['warehouse/receive-stock'],
    seed: 1,
    violates: /stock is conserved/,
  },
  {
    name: 'what was committed is not said again',
    file: 'packages/choreography/src/jobs/once/decide-once.ts',
    replace: 'await sayAll(sayAgain(await storedOutcome(producer, job.name, incoming, brought), incoming));',
    by: '',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected/,
  },
  {
    name: 'entries that the bus did not take are forgotten',
    file: 'packages/choreography/src/jobs/publish/put-entries.ts',
    replace: 'if (FailedEntryCount === 0) return [];',
    by: 'return [];',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected/,
  },
  {
    name: 'a reversal that comes before the award does not change the balance',
    file: 'functions/rewards/reverse-points.ts',
    replace: 'points > 0 || !account.other',
    by: 'points > 0',
    jobs: ['rewards/reverse-points'],
    violates: /balance is the sum/,
  },
  {
    name: 'a reversal leaves the points where they are',
    file: 'functions/rewards/reverse-points.ts',
    replace: 'account.points - points',
    by: 'account.points',
    jobs: ['rewards/reverse-points'],
    seed: 1,
    violates: /balance is the sum/,
  },
  {
    name: 'an effect is not claimed',
    file: 'packages/choreography/src/jobs/once/perform-once.ts',
    replace: 'if (await tryClaim(job, incoming, run, remaining)) return undefined;',
    by: 'if (job !== "") return undefined;',
    jobs: ['email/confirm-order'],
    violates: /every email is sent/,
  },
  {
    name: 'the monitor says completed under another id each time',
    file: 'packages/choreography/src/monitor/instances/own-event.ts',
    replace: 'entry.DetailType, 0)',
    by: 'entry.DetailType + Date.now(), 0)',
    jobs: ['monitor/record'],
    violates: /completed is said once/,
  },
  {
    name: 'the monitor writes over what others wrote',
    file: 'packages/choreography/src/monitor/instances/header-items.ts',
    replace: "ConditionExpression: 'attribute_not_exists(pk) OR version = :before',",
    by: "ConditionExpression: 'attribute_not_exists(pk) OR :before = :before',",
    jobs: ['monitor/record'],
    violates: /monitor's state|completed is said/,
  },
  {
    name: 'a transaction that was cancelled counts as committed',
    file: 'packages/choreography/src/jobs/once/decide-once.ts',
    replace: "return 'contended';",
    by: 'return undefined;',
    jobs: ['rewards/award-points'],
    seed: 1,
    violates: /points are those|balance is the sum|each delivery|monitor's state/,
  },
  {
    name: 'what a job fails on is not tried again and has no dead-letter queue',
    resource: 'DispatchOrderFunctionEventInvokeConfig',
    type: 'AWS::Lambda::EventInvokeConfig',
    change: ({ DestinationConfig: _, ...rest }) => ({ ...rest, MaximumRetryAttempts: 0 }),
    violates: /nothing that was accepted is lost|dead-letter queue/,
  },
  {
    name: 'a job may not publish',
    resource: 'AwardPointsPermissions',
    type: 'AWS::IAM::Policy',
    change: ({ PolicyDocument, ...rest }) => ({ ...rest, PolicyDocument: without('events:PutEvents', PolicyDocument) }),
    violates: /no call is refused by a policy/,
  },
  {
    name: 'what is missing in one part of an amount is not taken from the next',
    file: 'packages/choreography/src/jobs/table/divided-amount.ts',
    replace: 'missing -= taken;',
    by: 'missing = 0;',
    jobs: ['warehouse/dispatch-order'],
    seed: 1,
    violates: /stock is conserved/,
  },
  {
    name: 'an outcome is said before it is committed',
    file: 'packages/choreography/src/jobs/once/decide-once.ts',
    replace: 'return (await commit(Item,',
    by: 'await publish(outcome, remaining);\n    return (await commit(Item,',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected|hears how the order ended/,
  },
  {
    name: 'what a job fails on is logged, and counts as handled',
    file: 'packages/choreography/src/jobs/handle.ts',
    replace: 'throw failure;',
    by: 'return;',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected/,
  },
  {
    name: 'messages of a batch that failed count as handled',
    file: 'packages/choreography/src/monitor/record.ts',
    replace: 'failed.has(events[i] as BusEvent)',
    by: 'failed.size < i - i',
    jobs: ['monitor/record'],
    violates: /monitor's state|completed is said/,
  },
  {
    name: 'what a job is given is logged',
    file: 'packages/choreography/src/jobs/handle.ts',
    replace: 'logger.info(result, { ...about,',
    by: 'logger.info(result, { ...about, data: incoming.data,',
    jobs: ['rewards/award-points'],
    seed: 1,
    violates: /personal data/,
  },
  {
    name: 'what was said is kept for a minute',
    file: 'packages/choreography/src/jobs/once/inbox.ts',
    replace: 'expiry(now, RETENTION_DAYS.outcomes)',
    by: 'Math.floor(now.getTime() / 1000) + 60',
    jobs: ['warehouse/dispatch-order'],
    violates: /dispatched or rejected/,
  },
  {
    name: 'a confirmation goes to the address of the first customer',
    file: 'functions/email/send-email.ts',
    replace: 'ToAddresses: [email]',
    by: "ToAddresses: ['c-1@example.com']",
    jobs: ['email/confirm-order'],
    seed: 1,
    violates: /hears how the order ended/,
  },
  {
    name: 'overdue is said under another id each time',
    file: 'packages/choreography/src/monitor/instances/own-event.ts',
    replace: 'entry.DetailType, 0)',
    by: 'entry.DetailType + Date.now(), 0)',
    jobs: ['monitor/sweep'],
    violates: /overdue is said once/,
  },
  {
    name: 'overdue is not said',
    file: 'packages/choreography/src/monitor/instances/find-overdue.ts',
    replace: 'if (!first) return { record };',
    by: 'return { record };',
    jobs: ['monitor/sweep'],
    violates: /overdue is said once/,
  },
  {
    name: 'every deadline is counted from the start',
    file: 'packages/choreography/src/monitor/instances/progress.ts',
    replace: 'startedAt : (outcomes.get(before)?.at ?? null)',
    by: 'startedAt : startedAt',
    jobs: ['monitor/sweep', 'monitor/record'],
    violates: /overdue is said once/,
  },
  {
    name: 'a rule is so wide that a job hears what it says itself',
    resource: 'ConfirmOrderOnOrderPlaced',
    type: 'AWS::Events::Rule',
    change: (properties) => ({
      ...properties,
      EventPattern: {
        source: ['shop.checkout', 'shop.email'],
        'detail-type': ['OrderPlaced', 'OrderConfirmationSent'],
      },
    }),
    violates: /chain of events/,
  },
];

/** A policy without its statements for an action. */
function without(action: string, policy: unknown): object {
  const { Statement, ...rest } = policy as { Statement: readonly { Action: unknown }[] };
  return { ...rest, Statement: Statement.filter(({ Action }) => ![Action].flat().includes(action)) };
}
