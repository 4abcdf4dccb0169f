import { isObject } from '#template/document/as-object.ts';
import type { Stack, Template, TemplateResource } from '#template/template.ts';
import { attach, type Converted, isPart, ownPolicies } from './attachments.ts';
import { Attributes } from './attributes.ts';
import { EVENTS } from './events.ts';
import { FUNCTIONS } from './functions.ts';
import { IDENTITIES } from './identities.ts';
import { type Instance, instancesOf } from './instances.ts';
import type { PlanDocument } from './plan-document.ts';
import { QUEUES } from './queues.ts';
import { Reference, References } from './references.ts';
import { regionsOf } from './regions.ts';
import type { Conversions } from './resource.ts';

const CONVERSIONS: Conversions = { ...EVENTS, ...QUEUES, ...FUNCTIONS, ...IDENTITIES };

/**
 * What a Terraform plan or state makes, as CloudFormation stacks: one for each module (and each region of it),
 * named by the module, the root module by `name`. Logical ids are addresses. A value that is known only after the apply is a
 * reference to its resource, or else `Fn::NotYetKnown`.
 */
export function terraformStacks(name: string, document: PlanDocument): Stack[] {
  const instances = instancesOf(document);
  const references = new References(instances);
  const attributesOf = (instance: Instance) => new Attributes(instance, references);
  const managed = instances.filter(({ mode, type }) => mode === 'managed' && type.startsWith('aws_'));
  const whole = managed.filter(({ type }) => !isPart(type)).map((instance) => convert(attributesOf(instance)));
  const parts = managed.filter(({ type }) => isPart(type)).map(attributesOf);
  const all = ownPolicies(attach(whole, parts), attributesOf);
  return toStacks(name, all, regionsOf(document, managed));
}

function convert(attributes: Attributes): Converted {
  const { instance } = attributes;
  const { type = instance.type, properties = () => ({}) } = CONVERSIONS[instance.type] ?? {};
  return { instance, id: instance.address, type, properties: { ...properties(attributes) } };
}

/** A stack in the making; its outputs are what others refer to. */
interface Draft {
  readonly name: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly resources: Record<string, TemplateResource>;
  readonly outputs: Record<string, { Value: unknown; Export: { Name: unknown } }>;
}

function toStacks(
  root: string,
  all: readonly Converted[],
  { mainRegion, regionOf, accountOf }: ReturnType<typeof regionsOf>,
): Stack[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (instance: Instance): Draft => {
    const module = instance.module.address.replaceAll(/(^|\.)module\./g, '$1') || root;
    const region = regionOf(instance);
    const account = accountOf(instance);
    const isApart = mainRegion !== undefined && region !== mainRegion;
    const key = isApart ? `${module} ${region ?? 'global'}` : module;
    const draft = drafts.get(key) ?? { name: key, region, account, resources: {}, outputs: {} };
    drafts.set(key, draft);
    return draft;
  };
  for (const { instance } of all) draftOf(instance);
  for (const { instance, id, type, properties } of all) {
    const draft = draftOf(instance);
    const Properties = plain(properties, (reference) => {
      const [attribute, intrinsic] = attributeOf(reference);
      const owner = draftOf(reference.to);
      if (owner === draft) return intrinsic;
      const exported = `${root} ${reference.to.address} ${attribute}`;
      owner.outputs[exported] = { Value: intrinsic, Export: { Name: exported } };
      return { 'Fn::ImportValue': exported };
    });
    draft.resources[id] = { Type: type, Properties: Properties as Record<string, unknown> };
  }
  return [...drafts.values()].map(({ name, region, account, resources, outputs }): Stack => {
    const template: Template = { Resources: resources, Outputs: outputs };
    const environment = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
    return { name, template, assets: new Map(), environment };
  });
}

/** CloudFormation's name of an attribute: what Terraform calls `id` is the ARN for some types. */
function attributeOf({ to: { type, address }, attribute = 'id' }: Reference): readonly [string, unknown] {
  const isArn = attribute === 'arn' || attribute === 'qualified_arn' || (attribute === 'id' && ARN_IS_ID.has(type));
  if (isArn) return ['Arn', { 'Fn::GetAtt': [address, 'Arn'] }];
  if (NAMES.has(attribute)) return ['Ref', { Ref: address }];
  return [attribute, { 'Fn::GetAtt': [address, attribute] }];
}

const ARN_IS_ID = new Set(['aws_sns_topic', 'aws_iam_policy', 'aws_sfn_state_machine', 'aws_kinesis_stream']);
const NAMES = new Set(['id', 'name', 'url', 'queue_url', 'function_name', 'bucket', 'event_bus_name', 'unique_id']);

/** Values as templates have them: without what is not set, and references as intrinsic functions. */
function plain(value: unknown, refer: (reference: Reference) => unknown): unknown {
  if (value instanceof Reference) return refer(value);
  if (Array.isArray(value)) return value.filter((each) => each !== undefined).map((each) => plain(each, refer));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === undefined ? [] : [[name, plain(inner, refer)]])),
  );
}
