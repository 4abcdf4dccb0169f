import { type EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { InputError } from '#template/input-error.ts';

/**
 * The ARNs of a bus's rules that bring events to one job. Throws an InputError when there are none, when several
 * participants have such a job, or when a rule brings them to others, too, who would then hear them again.
 *
 * @param functionName how a job's function is called, with `{participant}` and `{job}` in it
 * @param job `participant/job`, or the job alone
 */
export async function rulesOfJob(
  events: EventBridgeClient,
  bus: string,
  functionName: string,
  job: string,
): Promise<string[]> {
  const isOfJob = functionMatcher(functionName, job);
  const rules: string[] = [];
  const functions = new Set<string>();
  let NextToken: string | undefined;
  do {
    const { Rules = [], ...more } = await events.send(new ListRulesCommand({ EventBusName: bus, NextToken }));
    NextToken = more.NextToken;
    for (const { Name = '', Arn = '' } of Rules) {
      const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName: bus }));
      const names = Targets.map((target) => lambdaName(target.Arn));
      const own = names.filter((name) => name !== undefined && isOfJob(name));
      if (own.length === 0) continue;
      if (own.length < names.length)
        throw new InputError(`The rule ${Name} brings events to others than ${job}, too: they would hear them again.`);
      rules.push(Arn);
      for (const name of own) functions.add(String(name));
    }
  } while (NextToken);
  if (rules.length === 0) throw new InputError(`No rule on the bus brings events to a job ${job}.`);
  if (functions.size > 1)
    throw new InputError(`Several jobs are called ${job}: ${[...functions].join(', ')}. Say PARTICIPANT/JOB.`);
  return rules;
}

function functionMatcher(functionName: string, job: string): (name: string) => boolean {
  const [participant, own] = job.includes('/') ? job.split('/') : [undefined, job];
  const [before = '', between = '', after = ''] = functionName.split(/\{participant\}|\{job\}/);
  const literal = (text = '') => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const who = participant === undefined ? '[^_]+' : literal(participant);
  const [first, second] =
    functionName.indexOf('{participant}') < functionName.indexOf('{job}') ? [who, literal(own)] : [literal(own), who];
  const expression = new RegExp(`^${literal(before)}${first}${literal(between)}${second}${literal(after)}$`);
  return (name) => expression.test(name);
}

/** The name in a function's ARN; undefined for a target that is no function. */
const lambdaName = (arn = ''): string | undefined => /^arn:[^:]+:lambda:[^:]+:\d+:function:([^:]+)/.exec(arn)?.[1];
