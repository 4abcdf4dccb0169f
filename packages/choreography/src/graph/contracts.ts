import type { System } from '#template/system/system.ts';
import type { Contract } from './graph.ts';

/** The contracts that a system publishes, named `SOURCE@TYPE` as EventBridge names the schemas that it discovers. */
export const contractsOf = (system: System): Contract[] =>
  system.resources('AWS::EventSchemas::Schema').flatMap((schema) => {
    const name = String(schema.read('SchemaName'));
    const at = name.indexOf('@');
    if (at < 1) return [];
    const contract = {
      registry: String(schema.read('RegistryName')),
      source: name.slice(0, at),
      detailType: name.slice(at + 1),
    };
    return [{ ...schema.place, ...contract, schema: asJson(schema.read('Content')) }];
  });

/** The content as parsed JSON, or the text itself if it is not JSON. */
function asJson(content: unknown): unknown {
  try {
    return JSON.parse(String(content));
  } catch {
    return content;
  }
}
