import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventTargets } from '#cli/aws/event-targets.ts';
import { type KnownNames, nameFunctions } from '#cli/project/name-functions.ts';
import { InputError } from '#template/input-error.ts';

/**
 * The ARNs of a bus's rules that bring events to one job. Throws an InputError when there are none, when several
 * participants have such a job, or when a rule brings them to others, too, who would then hear them again.
 *
 * @param job `participant/job`, the job alone, or the name of its function
 */
export async function rulesOfJob(
  events: EventBridgeClient,
  bus: string,
  job: string,
  known: KnownNames,
): Promise<string[]> {
  const targets = (await eventTargets(events, bus)).map((target) => ({ ...target, name: lambdaName(target.arn) }));
  const names = [...new Set(targets.flatMap(({ name }) => name ?? []))];
  const jobs = await nameFunctions(names, known);
  const functions = new Set(
    names.filter((name) => {
      const { participant, job: own } = jobs.get(name) ?? {};
      return [name, own, `${participant}/${own}`].includes(job);
    }),
  );
  const own = targets.filter(({ name }) => name !== undefined && functions.has(name));
  if (own.length === 0) throw new InputError(`No rule on the bus brings events to a job "${job}".`);
  if (functions.size > 1)
    throw new InputError(`Several jobs are called "${job}": ${[...functions].join(', ')}. Say PARTICIPANT/JOB.`);
  const rules = new Map(own.map(({ rule, ruleArn }) => [ruleArn, rule]));
  const shared = targets.find(
    ({ ruleArn, name }) => rules.has(ruleArn) && !(name !== undefined && functions.has(name)),
  );
  if (shared)
    throw new InputError(
      `The rule ${shared.rule} brings events to others than "${job}", too: they would hear them again.`,
    );
  return [...rules.keys()];
}

/** The name in a function's ARN; undefined for a target that is no function. */
const lambdaName = (arn: string): string | undefined => /^arn:[^:]+:lambda:[^:]+:\d+:function:([^:]+)/.exec(arn)?.[1];
