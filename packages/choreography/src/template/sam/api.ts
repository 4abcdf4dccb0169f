import { httpApi } from './http-api.ts';
import type { Resources, SamResource } from './resources.ts';
import { restApi } from './rest-api.ts';

/**
 * An API with its stage and, for a REST API, its deployment; the routes of functions are in its document. What of `Auth` and
 * `Domain` is not translated stays with the API and is told by name (docs/decisions/0104-properties-of-sam-apis.md).
 */
export const api = (sam: SamResource): Resources =>
  sam.resource.Type === 'AWS::Serverless::HttpApi' ? httpApi(sam) : restApi(sam);
