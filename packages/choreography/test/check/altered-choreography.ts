import type { Graph } from '#graph/graph.ts';
import { graphOf } from '#graph/graph-of.ts';
import type { TemplateResource } from '#template/template.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template's properties have a shape for each resource type
export type Open = any;

export interface OpenTemplate {
  readonly name: string;
  readonly template: Open;
}

/** A choreography's templates, open to change: a deliberate fault is made in them, as a slip of the hand would. */
export class AlteredChoreography {
  readonly templates: OpenTemplate[];

  /** @param stacks what the names of its stacks begin with: that of a participant is `STACKS-Participant` */
  constructor(
    templates: readonly OpenTemplate[],
    private readonly stacks: string,
  ) {
    this.templates = structuredClone([...templates]);
  }

  /** The resource of a participant whose logical id begins so. */
  resource(participant: string, type: string, id = ''): TemplateResource & Open {
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

  /** Takes a participant out, with all that it has. */
  leave(participant: string): void {
    const at = this.templates.findIndex(({ name }) => name === `${this.stacks}-${participant}`);
    if (at < 0) throw new Error(`No stack of ${participant}`);
    this.templates.splice(at, 1);
  }

  rule = (participant: string, id: string) => this.resource(participant, 'AWS::Events::Rule', id).Properties;

  /** A second rule for the target of another, with all that it needs but another pattern. */
  alsoOn(participant: string, id: string, EventPattern: Open): Open {
    const { Properties } = structuredClone(this.resource(participant, 'AWS::Events::Rule', id));
    const [target] = Properties.Targets;
    const fed = this.resourcesOf(participant)[target.Arn['Fn::GetAtt'][0]];
    const isBuffered = fed?.Type === 'AWS::SQS::Queue';
    const queues: Open[] = [target.DeadLetterConfig.Arn, ...(isBuffered ? [target.Arn] : [])];
    const allowed = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
    const send = { ...allowed, Action: 'sqs:SendMessage', Resource: queues };
    this.add(participant, 'Odd', { Type: 'AWS::Events::Rule', Properties: { ...Properties, EventPattern } });
    if (!isBuffered)
      this.add(participant, 'OddPermission', {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: target.Arn, Principal: 'events.amazonaws.com' },
      });
    this.add(participant, 'OddQueuePolicy', {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: queues.map((arn) => ({ Ref: arn['Fn::GetAtt'][0] })),
        PolicyDocument: { Statement: [send] },
      },
    });
    return this.rule(participant, 'Odd');
  }

  /** Lets a job say one more event, in its policy and its declaration. */
  alsoSays(participant: string, id: string, source: string, type: string): void {
    const { Statement } = this.resource(participant, 'AWS::IAM::Policy', id).Properties.PolicyDocument;
    const only = { 'events:source': source, 'events:detail-type': type };
    const bus = { Action: 'events:PutEvents', Effect: 'Allow', Resource: this.bus() };
    Statement.push({ ...bus, Condition: { StringEquals: only } });
    this.declared(participant, id).emits.push({ source, type });
  }

  /** The statement that lets a job say events. */
  maySay = (participant: string, id: string): Open => putEventsIn(this.resource(participant, 'AWS::IAM::Policy', id));

  /** What a job declares. */
  declared = (participant: string, id: string) =>
    this.resource(participant, 'AWS::Lambda::Function', id).Metadata['choreography:job'];

  /** A business process that the monitor tells: the first, or another by its place. */
  process = (at = 0) =>
    this.resource('Monitor', 'AWS::Lambda::Function', 'Record').Metadata['choreography:process'][at];

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

  /** The bus as policies name it. */
  private bus(): Open {
    const all = this.templates.flatMap(({ template }) => Object.values<Open>(template.Resources));
    const said = all.filter(({ Type }) => Type === 'AWS::IAM::Policy').map(putEventsIn);
    return said.find((statement) => statement !== undefined)?.Resource;
  }

  private entries(participant: string, type: string, id: string): [string, TemplateResource & Open][] {
    return Object.entries<Open>(this.resourcesOf(participant)).filter(
      ([name, { Type }]) => Type === type && name.startsWith(id),
    );
  }

  private resourcesOf(participant: string): Record<string, Open> {
    const stack = this.templates.find(({ name }) => name === `${this.stacks}-${participant}`);
    if (!stack) throw new Error(`No stack of ${participant}`);
    return stack.template.Resources;
  }
}

const putEventsIn = ({ Properties }: Open): Open =>
  Properties.PolicyDocument.Statement.find(({ Action }: Open) => Action === 'events:PutEvents');
