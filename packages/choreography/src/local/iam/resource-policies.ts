import type { ResourcePolicy } from './iam.ts';
import { compilePolicy, type PolicyDocument, type Statement, type StatementDocument } from './policy.ts';

/** Where policies of resources are kept: those of queues and topics as JSON text, as SQS and SNS have it. */
export interface PolicySources {
  queue(arn: string): string | undefined;
  topic(arn: string): string | undefined;
  function(arn: string): readonly Statement[];
  /** The statements of an event bus. */
  bus(arn: string): readonly StatementDocument[];
  /** The policies of CloudWatch Logs, which are for all of its groups. */
  logs(): readonly Statement[];
  /** The trust policy of a role. */
  role(arn: string): readonly Statement[];
}

/** The policies of queues, topics, functions, event buses, log groups and roles; other resources have none that are judged. */
export function resourcePolicies(sources: PolicySources): ResourcePolicy {
  const compiled = new Map<string, Statement[]>();
  return (resource) => {
    const service = resource.split(':', 3)[2];
    if (service === 'lambda') return sources.function(resource);
    if (service === 'logs') return sources.logs();
    if (service === 'iam') return sources.role(resource);
    if (service === 'events') return compilePolicy({ Statement: sources.bus(resource) });
    const text = service === 'sqs' ? sources.queue(resource) : service === 'sns' ? sources.topic(resource) : undefined;
    if (!text) return undefined;
    const known = compiled.get(text) ?? compilePolicy(JSON.parse(text) as PolicyDocument);
    if (compiled.size > MAX_COMPILED) compiled.clear();
    compiled.set(text, known);
    return known;
  };
}

/** Tests put queues by the hundred, each with a policy of its own. */
const MAX_COMPILED = 1000;
