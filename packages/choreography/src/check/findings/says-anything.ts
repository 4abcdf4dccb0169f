import { type Check, finding } from '#check/finding.ts';
import { jobName, mayBecauseOf } from '#check/naming.ts';
import type { TemplateLocation, Unresolved } from '#graph/graph.ts';
import { firstOfEach } from '#graph/group-by.ts';

/** Functions whose policy does not say what they may put on a bus; of a policy that is not known yet nobody can tell. */
export const saysAnything: Check = ({ producers, unresolved }) =>
  firstOfEach(
    producers.filter(
      ({ source, detailType, policy }) =>
        (source === '*' || detailType === '*') && !(policy && isNotYetKnown(policy, unresolved)),
    ),
    (producer) => `${jobName(producer)} ${producer.bus} ${producer.source}`,
  ).map((producer) => {
    const anything = producer.source === '*' ? 'any event, as anybody,' : `any event as ${producer.source}`;
    return finding('says-anything', `${jobName(producer)} on ${producer.bus}`, {
      at: mayBecauseOf(producer),
      what: `${jobName(producer)} may put ${anything} on the bus ${producer.bus}.`,
      why: 'The map cannot show what it says, and nothing stops it from saying what belongs to another.',
      remedy:
        'Narrow events:PutEvents by ForAllValues:StringEquals on events:source and events:detail-type, with Null: false on both.',
    });
  });

/** Whether the policy is a text of which a Terraform plan tells only what it will be made of. */
const isNotYetKnown = ({ template, id }: TemplateLocation, unresolved: readonly Unresolved[]): boolean =>
  unresolved.some(
    (each) =>
      each.template === template &&
      each.id === id &&
      each.reference.startsWith(`\${${id}.`) &&
      each.reference.endsWith('policy}'),
  );
