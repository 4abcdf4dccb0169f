import { asJson, asObject, isObject, objectsIn } from '#template/document/as-object.ts';
import { busName, busNameElsewhere } from '#template/system/identity.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import { DELIVERED, type Delivery } from './access/delivery-permission.ts';
import type { Policies } from './access/role-policies.ts';
import { isAbout, listOf } from './access/statement.ts';
import type { Consumer, Permission, Target } from './graph.ts';
import { kindOfArn, kindOfType } from './participants/kind.ts';
import type { ParticipantNames } from './participants/participant-names.ts';

const RULE = 'AWS::Events::Rule';

interface DeclaredTarget {
  readonly Arn?: unknown;
  readonly RoleArn?: unknown;
  readonly DeadLetterConfig?: unknown;
  readonly RetryPolicy?: unknown;
  readonly Input?: unknown;
  readonly InputPath?: unknown;
  readonly InputTransformer?: unknown;
}

/** Who hears what: one consumer for each target of each rule and schedule. */
export function consumersOf(
  system: System,
  who: ParticipantNames,
  policies: Policies,
  permissionOf: (delivery: Delivery) => Permission,
): Consumer[] {
  const consumer = (rule: SystemResource, declared: DeclaredTarget, role: unknown, pattern: unknown): Consumer => {
    const arn = String(declared.Arn);
    const found = targetResource(system, arn);
    const kind = found ? kindOfType(found.type) : (kindByRole(system, policies, arn, role) ?? kindOfArn(arn));
    const deadLetter = asObject(declared.DeadLetterConfig).Arn;
    const state = String(rule.read('State'));
    const made = {
      template: rule.template,
      rule: rule.id,
      enabled: state !== 'DISABLED' && state !== 'Disabled',
      target: targetOf(rule, arn, found, kind, who),
      transformed: isTransformed(rule, declared),
      deadLetter: deadLetter !== undefined,
      retryPolicy: declared.RetryPolicy !== undefined,
      deadLetterQueue:
        deadLetter === undefined ? null : deadLetterQueue(system, permissionOf, rule, String(deadLetter), role),
      permission: permissionOf({ kind, arn, target: found, from: rule, role }),
      bus: rule.type === RULE ? busOf(system, rule.read('EventBusName')) : 'default',
      pattern: asPattern(pattern),
      schedule: textOrNull(rule.read('ScheduleExpression')),
    };
    return found && isUnversioned(found, arn) ? withUnversioned(made) : made;
  };
  const consumers: Consumer[] = [];
  for (const rule of system.resources(RULE))
    for (const target of objectsIn(rule.read('Targets')) as readonly DeclaredTarget[]) {
      const pattern = rule.read('EventPattern');
      consumers.push(consumer(rule, target, target.RoleArn ?? rule.read('RoleArn'), pattern));
    }
  for (const schedule of system.resources('AWS::Scheduler::Schedule')) {
    const target: DeclaredTarget = asObject(schedule.read('Target'));
    consumers.push(consumer(schedule, target, target.RoleArn, null));
  }
  return consumers;
}

/** With its place in the order of what is printed. */
function withUnversioned({ template, rule, enabled, target, transformed, ...rest }: Consumer): Consumer {
  return { template, rule, enabled, target, transformed, unversioned: true, ...rest };
}

/** A schedule's input makes an event; that of a rule takes the place of one. */
const isTransformed = ({ type }: SystemResource, { Input, InputPath, InputTransformer }: DeclaredTarget): boolean =>
  type === RULE && (Input !== undefined || InputPath !== undefined || InputTransformer !== undefined);

/** The name of the bus that a name or an ARN leads to. */
export const busOf = (system: System, reference: unknown): string =>
  system.find(reference, 'AWS::Events::EventBus')?.identity.ref ?? busName(reference);

/** What a reference that no template resolves leads to, by what the rule's own role may do with just that. */
function kindByRole(system: System, policies: Policies, arn: string, role: unknown): Target['kind'] | undefined {
  const holder = arn.startsWith('${') ? system.find(role, 'AWS::IAM::Role') : undefined;
  if (!holder) return undefined;
  const allowed = policies
    .of(holder)
    .filter(({ statement: { Effect, Resource } }) => Effect === 'Allow' && listOf(Resource).includes(arn));
  return DELIVERED.find(([, action]) => allowed.some(({ statement }) => isAbout(statement, action)))?.[0];
}

/** A target is the function itself, whichever of its aliases and versions is named. */
function targetResource(system: System, arn: string): SystemResource | undefined {
  const found = system.find(arn) ?? system.referredIn(arn);
  if (found?.type !== 'AWS::Lambda::Alias' && found?.type !== 'AWS::Lambda::Version') return found;
  return system.find(found.identity.attributes.FunctionArn);
}

/** Whether an ARN leads to a durable function, and to none of its versions and aliases. */
const isUnversioned = (found: SystemResource, arn: string): boolean =>
  found.type === 'AWS::Lambda::Function' && found.read('DurableConfig') !== undefined && found.arn === arn;

function targetOf(
  rule: SystemResource,
  arn: string,
  found: SystemResource | undefined,
  kind: Target['kind'],
  who: ParticipantNames,
): Target {
  if (kind === 'bus') return busTarget(rule, arn, found);
  if (found) {
    const { participant, job } = who.of(found);
    return { kind, template: found.template, id: found.id, participant, job };
  }
  // A target that no template makes has its own name, beside the rule that calls it.
  const name = arn.startsWith('arn:') ? arn.split(/[:/]/).at(-1) : arn;
  return { kind, template: null, id: arn, participant: who.participantOf(rule.template), job: name || arn };
}

/** A rule of a bus cannot lead to the same bus: one of its name is that of another account or region. */
function busTarget(rule: SystemResource, arn: string, found: SystemResource | undefined): Target {
  const name = found?.identity.ref ?? busName(arn);
  const isRule = rule.type === RULE;
  const isElsewhere =
    arn.startsWith('arn:') &&
    ((isRule && name === busName(rule.read('EventBusName'))) || !(found ?? rule).mayStandAt(arn));
  if (isElsewhere) return { kind: 'bus', template: null, id: arn, participant: 'bus', job: busNameElsewhere(arn) };
  return { kind: 'bus', template: found?.template ?? null, id: found?.id ?? arn, participant: 'bus', job: name };
}

function deadLetterQueue(
  system: System,
  permissionOf: (delivery: Delivery) => Permission,
  rule: SystemResource,
  arn: string,
  role: unknown,
): Consumer['deadLetterQueue'] {
  const target = system.find(arn, 'AWS::SQS::Queue');
  const withRole = rule.type === 'AWS::Scheduler::Schedule' ? role : undefined;
  const permission = permissionOf({ kind: 'sqs', arn, target, from: rule, role: withRole });
  const fifo = String(target?.read('FifoQueue')) === 'true' || arn.endsWith('.fifo');
  return { template: target?.template ?? rule.template, id: target?.id ?? arn, permission, fifo };
}

/** A pattern may be given as its text. One that is not a JSON object matches nothing. */
function asPattern(value: unknown): Consumer['pattern'] {
  const pattern = asJson(value);
  return isObject(pattern) ? pattern : null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
