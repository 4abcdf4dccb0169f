import type { Graph } from '#graph/graph.ts';
import { firstOfEach } from '#graph/group-by.ts';
import type { Check, Finding } from './finding.ts';
import { eventCycle } from './findings/cycles/event-cycle.ts';
import { participantCycle } from './findings/cycles/participant-cycle.ts';
import { disabledRule } from './findings/delivery/disabled-rule.ts';
import { fifoDeadLetterQueue } from './findings/delivery/fifo-dead-letter-queue.ts';
import { misnamedEndpoint } from './findings/delivery/misnamed-endpoint.ts';
import { missingPermission } from './findings/delivery/missing-permission.ts';
import { noDeadLetterQueue } from './findings/delivery/no-dead-letter-queue.ts';
import { noRetryPolicy } from './findings/delivery/no-retry-policy.ts';
import { oneRegionPermitted } from './findings/delivery/one-region-permitted.ts';
import { transformedForBus } from './findings/delivery/transformed-for-bus.ts';
import { unversionedDurableFunction } from './findings/delivery/unversioned-durable-function.ts';
import { contractMisfit } from './findings/events/contract-misfit.ts';
import { saysAnything } from './findings/events/says-anything.ts';
import { twoSources } from './findings/events/two-sources.ts';
import { undeclaredEvent } from './findings/events/undeclared-event.ts';
import { unheardEvent } from './findings/events/unheard-event.ts';
import { unpermittedEvent } from './findings/events/unpermitted-event.ts';
import { impossiblePattern } from './findings/patterns/impossible-pattern.ts';
import { refusedPattern } from './findings/patterns/refused-pattern.ts';
import { unmatchedRule } from './findings/patterns/unmatched-rule.ts';
import { unknownEnding } from './findings/processes/unknown-ending.ts';
import { unreachableStep } from './findings/processes/unreachable-step.ts';

/** All that is looked for, what can do most harm first. */
const CHECKS: readonly Check[] = [
  ...[eventCycle, refusedPattern, impossiblePattern, missingPermission, contractMisfit, unpermittedEvent],
  ...[unreachableStep, unmatchedRule, transformedForBus, fifoDeadLetterQueue, misnamedEndpoint, oneRegionPermitted],
  ...[unversionedDurableFunction, noDeadLetterQueue, noRetryPolicy, disabledRule],
  ...[saysAnything, undeclaredEvent, twoSources, unheardEvent, unknownEnding, participantCycle],
];

/**
 * Everything that is wrong with a choreography, or unusual enough to need a reason. Equal findings are listed once, such as those of several
 * targets without an id at one rule. Pure.
 */
export const findAll = (graph: Graph): Finding[] =>
  firstOfEach(
    CHECKS.flatMap((check) => check(graph)),
    ({ name, at, what }) => JSON.stringify([name, at.template, at.id, what]),
  );
