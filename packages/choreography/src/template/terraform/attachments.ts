import { asObject } from '#template/document/as-object.ts';
import type { Attributes } from './attributes.ts';
import { deliveryOf } from './events.ts';
import type { Instance } from './instances.ts';
import { policyIn } from './policy-document.ts';
import { Reference } from './references.ts';

/** A resource in CloudFormation's words, of the instance that it was made from. */
export interface Converted {
  readonly instance: Instance;
  /** The address, with a suffix if several were made from the same instance. */
  readonly id: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

/**
 * Merges Terraform resources that are properties in CloudFormation into the resources that they belong to: targets into their rules,
 * managed policies into their holders. Policies of queues and topics become resources.
 */
export function attach(made: readonly Converted[], parts: readonly Attributes[]): Converted[] {
  const added: Converted[] = [];
  for (const part of parts) {
    if (part.instance.type === 'aws_cloudwatch_event_target') added.push(...attachTarget(made, part));
    else added.push(...attachPolicy(made, part));
  }
  return [...made, ...added];
}

export const isPart = (type: string): boolean =>
  type === 'aws_cloudwatch_event_target' || Object.hasOwn(ATTACHED_TO, type) || type === 'aws_iam_policy_attachment';

/** A rule that is not here is one without a pattern. */
function attachTarget(made: readonly Converted[], target: Attributes): Converted[] {
  const [rule, bus] = [target.value('rule'), target.value('event_bus_name')];
  const isOf = (one: Converted) =>
    one.type === 'AWS::Events::Rule' &&
    (rule instanceof Reference
      ? rule.to === one.instance
      : rule !== undefined &&
        one.properties.Name === rule &&
        busKey(one.properties.EventBusName) === busKey(bus) &&
        regionOf(one.instance) === regionOf(target.instance));
  const found = made.find(isOf);
  const delivery = deliveryOf(target);
  if (found) {
    found.properties.Targets = [...((found.properties.Targets as unknown[]) ?? []), delivery];
    return [];
  }
  const properties = { Name: rule, EventBusName: bus, Targets: [delivery] };
  return [{ instance: target.instance, id: target.instance.address, type: 'AWS::Events::Rule', properties }];
}

const regionOf = ({ values }: Instance): unknown => values.region;
const busKey = (bus: unknown): unknown => (bus instanceof Reference ? bus.to : (bus ?? 'default'));

const ATTACHED_TO: Readonly<Record<string, readonly [type: string, name: string, several: string]>> = {
  aws_iam_role_policy_attachment: ['aws_iam_role', 'role', 'Roles'],
  aws_iam_user_policy_attachment: ['aws_iam_user', 'user', 'Users'],
  aws_iam_group_policy_attachment: ['aws_iam_group', 'group', 'Groups'],
};

function attachPolicy(made: readonly Converted[], attachment: Attributes): Converted[] {
  const { type } = attachment.instance;
  const [holderType, name = '', several = ''] = ATTACHED_TO[type] ?? [];
  const links: (readonly [string, unknown, string])[] =
    holderType === undefined
      ? Object.values(ATTACHED_TO).flatMap(([one, , all]) =>
          [attachment.value(all.toLowerCase()) ?? []].flat().map((holder) => [one, holder, all] as const),
        )
      : [[holderType, attachment.value(name), several]];
  const policy = attachment.value('policy_arn');
  for (const [of, holder, all] of links) {
    const found = made.find(
      ({ instance }) =>
        instance.type === of &&
        (holder instanceof Reference ? holder.to === instance : instance.values.name === holder),
    );
    if (found) found.properties.ManagedPolicyArns = distinct([found.properties.ManagedPolicyArns ?? []].flat(), policy);
    else attachByName(made, policy, holder, all);
  }
  return [];
}

/** Attaches a policy that is here to a holder that is not. */
function attachByName(made: readonly Converted[], policy: unknown, holder: unknown, several: string): void {
  const found = made.find(
    ({ instance, type }) =>
      type === 'AWS::IAM::ManagedPolicy' &&
      (policy instanceof Reference ? policy.to === instance : instance.values.arn === policy),
  );
  if (found) found.properties[several] = [...((found.properties[several] as unknown[]) ?? []), holder];
}

const distinct = (all: readonly unknown[], one: unknown): unknown[] => (all.includes(one) ? [...all] : [...all, one]);

/**
 * The policy attribute of a queue or topic, unless another resource sets the policy: then a state has it
 * in both. Inline policies of roles likewise.
 */
export function ownPolicies(made: readonly Converted[], attributesOf: (instance: Instance) => Attributes): Converted[] {
  const given = new Set<unknown>();
  const inline = new Set<string>();
  for (const { type, properties } of made) {
    for (const of of [properties.Queues, properties.Topics].flat())
      given.add(of instanceof Reference ? of.to.address : of);
    if (type === 'AWS::IAM::RolePolicy')
      inline.add(
        `${properties.RoleName instanceof Reference ? properties.RoleName.to.values.name : properties.RoleName} ${properties.PolicyName}`,
      );
  }
  return made.flatMap((one): Converted[] => {
    const { instance, id, type, properties } = one;
    if (type === 'AWS::IAM::Role') {
      const all = [properties.Policies ?? []].flat();
      const Policies = all.filter((each) => !inline.has(`${instance.values.name} ${asObject(each).PolicyName}`));
      return [{ ...one, properties: { ...properties, Policies } }];
    }
    const [policyType, name] = OWN_POLICY[type] ?? [];
    if (policyType === undefined || name === undefined) return [one];
    const { id: url, arn } = instance.values;
    const policy = [instance.address, url, arn].some((each) => each !== undefined && given.has(each))
      ? undefined
      : policyIn(attributesOf(instance), 'policy', 'events.amazonaws.com');
    if (policy === undefined) return [one];
    const own = { [name]: new Reference(instance, name === 'Queue' ? 'id' : 'arn'), PolicyDocument: policy };
    return [one, { instance, id: `${id}.policy`, type: policyType, properties: own }];
  });
}

const OWN_POLICY: Readonly<Record<string, readonly [type: string, name: string]>> = {
  'AWS::SQS::Queue': ['AWS::SQS::QueueInlinePolicy', 'Queue'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicInlinePolicy', 'TopicArn'],
};
