import { plausibleAttribute, plausibleIdentity } from '#local/resources/plausible-identity.ts';
import type { ResourceType } from '#local/resources/types/resource-type.ts';
import { asObject } from '#template/document/as-object.ts';

/** The types that the engine beside makes, each with the property for its name: a name given there makes the ARN known beforehand. */
const NAMED_BY: Readonly<Record<string, string | undefined>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::S3::BucketPolicy': undefined,
  'AWS::StepFunctions::Activity': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** The services whose calls are forwarded to the engine beside, by their names in a signature. */
export const BESIDE_SERVICES = ['s3', 'states'];

const typeBeside = (type: string, nameProperty: string | undefined): ResourceType => ({
  honours: ['*'],
  cannot: ({ properties }) => {
    const notified = asObject(properties.NotificationConfiguration);
    return ['QueueConfigurations', 'TopicConfigurations']
      .filter((kind) => Array.isArray(notified[kind]))
      .map((kind) => ({
        property: `NotificationConfiguration.${kind}`,
        why: 'a bucket on the engine beside notifies functions and the bus, but not queues and topics of this runtime',
      }));
  },
  identify: (resource) => {
    const identity = plausibleIdentity(type, resource);
    const names = ['Arn', 'Name', 'DomainName', 'RegionalDomainName', 'WebsiteURL', 'StateMachineRevisionId'];
    const attributes = names.map((name) => [name, plausibleAttribute(type, resource, name)]);
    return { ref: identity.ref, attributes: Object.fromEntries(attributes) };
  },
  create: async (resource, { ref }, { beside }) => {
    const name = ref.slice(ref.lastIndexOf(':') + 1);
    const named = nameProperty === undefined ? {} : { [nameProperty]: name };
    await (await beside()).make(type, { ...resource, properties: { ...resource.properties, ...named } });
  },
  replaces: true,
  remove: (resource, _, { beside }) => {
    void beside().then((engine) => engine.remove(resource));
  },
});

/** The resource types whose resources the engine beside makes, by CloudFormation type. */
export const BESIDE_TYPES: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  Object.entries(NAMED_BY).map(([type, nameProperty]) => [type, typeBeside(type, nameProperty)]),
);
