import type { Part } from '#local/api-gateway/declared-api.ts';
import type { Resource, ResourceType } from '#local/resources/types/resource-type.ts';
import { idOf } from './id.ts';

/** Makes types of resources that belong to an API: `apiId` is the property that names it. */
export const partOf =
  (apiId: 'ApiId' | 'RestApiId') =>
  (
    kind: Part,
    type: Pick<ResourceType, 'honours' | 'withoutEffect' | 'cannot'>,
    refOf: (resource: Resource) => string = idOf,
    attribute?: string,
  ): ResourceType => ({
    ...type,
    identify: (resource) => {
      const ref = refOf(resource);
      return { ref, ...(attribute !== undefined && { attributes: { [attribute]: ref } }) };
    },
    create: async ({ properties }, { ref }, { apis }) =>
      (await apis()).putPart(String(properties[apiId]), kind, ref, properties),
    replaces: true,
    remove: ({ properties }, { ref }, { apis }) => {
      void apis().then((running) => running.removePart(String(properties[apiId]), kind, ref));
    },
  });
