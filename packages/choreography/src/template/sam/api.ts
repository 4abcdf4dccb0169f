import { httpApi } from './http-api.ts';
import type { Resources, SamResource } from './resources.ts';
import { restApi } from './rest-api.ts';

/**
 * An API with its stage and, for a REST API, its deployment; the routes of functions are in its document. `Auth` and `Domain` are
 * not translated: they stay with the API and are told by name (docs/decisions/0104-properties-of-sam-apis.md).
 */
export const api = (sam: SamResource): Resources =>
  sam.resource.Type === 'AWS::Serverless::HttpApi' ? httpApi(sam) : restApi(sam);
