import { judge } from '../../packages/choreography/src/check/allow.ts';
import { findAll } from '../../packages/choreography/src/check/find-all.ts';
import type { Finding } from '../../packages/choreography/src/check/finding.ts';
import { readSettings } from '../../packages/choreography/src/cli/project/settings.ts';
import type { Graph } from '../../packages/choreography/src/graph/graph.ts';
import { graphOf } from '../../packages/choreography/src/graph/graph-of.ts';
import { type Resource, synthesized } from '../infra/synthesized.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template's properties have a shape for each resource type
export type Open = any;

/** The shop's templates, open to change: a deliberate fault is made in them, as a slip of the hand would. */
export class AlteredShop {
  readonly templates = structuredClone(asSynthesized);

  /** The resource of a participant whose logical id begins so. */
  resource(participant: string, type: string, id = ''): Resource & Open {
    const [found, ...others] = this.entries(participant, type, id);
    if (!found || others.length > 0) throw new Error(`${others.length + 1} of ${type} ${id} in ${participant}`);
    return found[1];
  }

  /** Takes such a resource out. */
  remove(participant: string, type: string, id = ''): void {
    for (const [name] of this.entries(participant, type, id)) delete this.resourcesOf(participant)[name];
  }

  add(participant: string, id: string, resource: Open): void {
    this.resourcesOf(participant)[id] = resource;
  }

  rule = (participant: string, id: string) => this.resource(participant, 'AWS::Events::Rule', id).Properties;

  /** A second rule for the target of another, with all that it needs but another pattern. */
  alsoOn(participant: string, id: string, EventPattern: Open): Open {
    const { Properties } = structuredClone(this.resource(participant, 'AWS::Events::Rule', id));
    const [target] = Properties.Targets;
    const allowed = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
    const send = { ...allowed, Action: 'sqs:SendMessage', Resource: target.DeadLetterConfig.Arn };
    this.add(participant, 'Odd', { Type: 'AWS::Events::Rule', Properties: { ...Properties, EventPattern } });
    this.add(participant, 'OddPermission', {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: target.Arn, Principal: 'events.amazonaws.com' },
    });
    this.add(participant, 'OddQueuePolicy', {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: target.DeadLetterConfig.Arn['Fn::GetAtt'][0] }],
        PolicyDocument: { Statement: [send] },
      },
    });
    return this.rule(participant, 'Odd');
  }

  /** Lets a job say one more event, in its policy and its declaration. */
  alsoSays(participant: string, id: string, source: string, type: string): void {
    const { Statement } = this.resource(participant, 'AWS::IAM::Policy', id).Properties.PolicyDocument;
    const { Resource } = this.maySay('Rewards', 'Award');
    const only = { 'events:source': source, 'events:detail-type': type };
    Statement.push({ Action: 'events:PutEvents', Effect: 'Allow', Resource, Condition: { StringEquals: only } });
    this.declared(participant, id).emits.push({ source, type });
  }

  /** The statement that lets a job say events. */
  maySay = (participant: string, id: string) =>
    this.resource(participant, 'AWS::IAM::Policy', id).Properties.PolicyDocument.Statement.find(
      ({ Action }: Open) => Action === 'events:PutEvents',
    );

  /** What a job declares. */
  declared = (participant: string, id: string) =>
    this.resource(participant, 'AWS::Lambda::Function', id).Metadata['choreography:job'];

  /** The shop's business process, the first that the monitor tells. */
  process = () => this.resource('Monitor', 'AWS::Lambda::Function', 'Record').Metadata['choreography:process'][0];

  /** Changes a published contract. */
  contract(participant: string, id: string, change: (schema: Open) => void): void {
    const { Properties } = this.resource(participant, 'AWS::EventSchemas::Schema', id);
    const schema = JSON.parse(Properties.Content);
    change(schema);
    Properties.Content = JSON.stringify(schema);
  }

  graph(): Graph {
    return graphOf(this.templates);
  }

  private entries(participant: string, type: string, id: string): [string, Resource][] {
    return Object.entries(this.resourcesOf(participant)).filter(
      ([name, { Type }]) => Type === type && name.startsWith(id),
    );
  }

  private resourcesOf(participant: string): Record<string, Resource & Open> {
    const stack = this.templates.find(({ name }) => name === `Choreography-${participant}`);
    if (!stack) throw new Error(`No stack of ${participant}`);
    return stack.template.Resources;
  }
}

const asSynthesized: { name: string; template: Open }[] = synthesized().map(({ name, text }) => ({
  name,
  template: JSON.parse(text),
}));

/** What `check` finds in the shop after a fault was made in it, beyond what choreography.json allows. */
export function findingsAfter(fault: (shop: AlteredShop) => void): readonly Finding[] {
  const shop = new AlteredShop();
  fault(shop);
  return judge(findAll(shop.graph()), readSettings().allow).findings;
}
