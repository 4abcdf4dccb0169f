import type { Construct } from 'constructs';
import type { EventContract } from '#contracts/define-event.ts';
import { eventJsonSchema } from '#contracts/schema/json-schema.ts';
import { constructs, eventschemas } from './lazy-cdk.ts';

/**
 * An event's contract in the EventBridge schema registry named as the bus, for those who want to hear it. Its name is
 * `SOURCE@TYPE`, as EventBridge names the schemas that it discovers.
 */
export class PublishedContract extends constructs.Construct {
  constructor(scope: Construct, contract: EventContract, registryName: string) {
    super(scope, contract.type);
    new eventschemas.CfnSchema(this, 'Contract', {
      registryName,
      schemaName: `${contract.source}@${contract.type}`,
      description: `${contract.type} as said by ${contract.source}, version ${contract.version}`,
      type: 'JSONSchemaDraft4',
      content: JSON.stringify(eventJsonSchema(contract)),
    });
  }
}
