import { plausibleAttribute, plausibleIdentity } from '#local/resources/plausible-identity.ts';
import type { ResourceType } from '#local/resources/types/resource-type.ts';
import { asObject } from '#template/document/as-object.ts';

/** Types that an engine beside this runtime makes, with the property that names each: so its ARN is known before it is made. */
const NAMED_BY: Readonly<Record<string, string | undefined>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::S3::BucketPolicy': undefined,
  'AWS::StepFunctions::Activity': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** The services whose calls are handed on, by their names in a signature. */
export const BESIDE_SERVICES = ['s3', 'states'];

const typeBeside = (type: string, nameProperty: string | undefined): ResourceType => ({
  honours: ['*'],
  cannot: ({ properties }) => {
    const notified = asObject(properties.NotificationConfiguration);
    return ['QueueConfigurations', 'TopicConfigurations']
      .filter((kind) => Array.isArray(notified[kind]))
      .map((kind) => ({
        property: `NotificationConfiguration.${kind}`,
        why: 'a bucket beside notifies functions and the bus, not queues and topics of this runtime',
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

export const BESIDE_TYPES: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  Object.entries(NAMED_BY).map(([type, nameProperty]) => [type, typeBeside(type, nameProperty)]),
);
