import type { Graph } from '#graph/graph.ts';
import { firstOfEach } from '#graph/group-by.ts';
import type { Check, Finding } from './finding.ts';
import { contractMisfit } from './findings/contract-misfit.ts';
import { disabledRule } from './findings/disabled-rule.ts';
import { eventCycle } from './findings/event-cycle.ts';
import { fifoDeadLetterQueue } from './findings/fifo-dead-letter-queue.ts';
import { impossiblePattern } from './findings/impossible-pattern.ts';
import { misnamedEndpoint } from './findings/misnamed-endpoint.ts';
import { missingPermission } from './findings/missing-permission.ts';
import { noDeadLetterQueue } from './findings/no-dead-letter-queue.ts';
import { noRetryPolicy } from './findings/no-retry-policy.ts';
import { oneRegionPermitted } from './findings/one-region-permitted.ts';
import { participantCycle } from './findings/participant-cycle.ts';
import { refusedPattern } from './findings/refused-pattern.ts';
import { saysAnything } from './findings/says-anything.ts';
import { transformedForBus } from './findings/transformed-for-bus.ts';
import { twoSources } from './findings/two-sources.ts';
import { undeclaredEvent } from './findings/undeclared-event.ts';
import { unheardEvent } from './findings/unheard-event.ts';
import { unknownEnding } from './findings/unknown-ending.ts';
import { unmatchedRule } from './findings/unmatched-rule.ts';
import { unpermittedEvent } from './findings/unpermitted-event.ts';
import { unreachableStep } from './findings/unreachable-step.ts';

/** All that is looked for, what can do most harm first. */
const CHECKS: readonly Check[] = [
  ...[eventCycle, refusedPattern, impossiblePattern, missingPermission, contractMisfit, unpermittedEvent],
  ...[unreachableStep, unmatchedRule, transformedForBus, fifoDeadLetterQueue, misnamedEndpoint, oneRegionPermitted],
  ...[noDeadLetterQueue, noRetryPolicy, disabledRule],
  ...[saysAnything, undeclaredEvent, twoSources, unheardEvent, unknownEnding, participantCycle],
];

/**
 * Everything that is wrong with a choreography, or unusual enough that somebody should say why; the same is told once, as of several
 * targets that one rule has without an id. Pure.
 */
export const findAll = (graph: Graph): Finding[] =>
  firstOfEach(
    CHECKS.flatMap((check) => check(graph)),
    ({ name, at, what }) => JSON.stringify([name, at.template, at.id, what]),
  );
