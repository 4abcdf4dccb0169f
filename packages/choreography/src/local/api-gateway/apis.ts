import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Api, Protocol } from './api.ts';
import { type ApiCall, apiCall, methodArn, type RoutedCall } from './api-call.ts';
import type { ApiServices } from './api-services.ts';
import { APIS_PATH } from './apis-path.ts';
import { Authorizers } from './authorize.ts';
import { compileApi } from './compile-api.ts';
import { allows, preflightAnswer, withCorsHeaders } from './cors.ts';
import { DeclaredApi, type Part, type Values } from './declared-api.ts';
import { findRoute } from './find-route.ts';
import { callProxy } from './integration/call-function.ts';
import { callMapped } from './integration/call-mapped.ts';
import { callSubtype } from './integration/call-subtype.ts';
import { gatewayAnswer } from './integration/gateway-answer.ts';
import { forbiddenToPage, otherPageOf, ownCorsAllows } from './pages.ts';

/** API Gateway: the HTTP and REST APIs of the account. What templates declare of an API counts from the next request on. */
export class Apis {
  readonly #declared = new Map<string, DeclaredApi>();
  readonly #compiled = new Map<string, Api>();
  readonly #authorizers: Authorizers;

  constructor(private readonly services: ApiServices) {
    this.#authorizers = new Authorizers(services);
  }

  putApi(id: string, protocol: Protocol, properties: Values): void {
    const declared = this.#of(id);
    declared.protocol = protocol;
    declared.properties = properties;
  }

  removeApi(id: string): void {
    this.#changed(id);
    this.#declared.delete(id);
  }

  /** @param id what `Ref` of the resource gives */
  putPart(apiId: string, kind: Part, id: string, properties: Values): void {
    this.#of(apiId).parts(kind).set(id, properties);
  }

  removePart(apiId: string, kind: Part, id: string): void {
    this.#changed(apiId);
    this.#declared.get(apiId)?.parts(kind).delete(id);
  }

  /** The paths of the stages of all APIs, each with its API's name: `/_apis/ID/STAGE/`. */
  addresses(): { readonly name: string; readonly path: string }[] {
    return [...this.#declared].flatMap(([id, { properties }]) =>
      [...(properties ? this.#get(id).stages.keys() : [])].map((stage) => ({
        name: String(properties?.Name ?? id),
        path: `${APIS_PATH}${id}/${stage === '$default' ? '' : `${stage}/`}`,
      })),
    );
  }

  /** Answers a request of `/_apis/ID/…`. */
  async handle(request: AwsRequest): Promise<AwsResponse> {
    const [, id = '', rest = ''] = /^([^/?]*)(.*)$/s.exec(request.path.slice(APIS_PATH.length)) ?? [];
    if (!this.#declared.get(id)?.properties) return gatewayAnswer('no stage', 'REST', `There is no API "${id}".`);
    const api = this.#get(id);
    const call = apiCall(api, request, rest, this.services.now());
    if (!call)
      return gatewayAnswer('no stage', api.protocol, `API ${id} has the stages ${[...api.stages.keys()].join(', ')}.`);
    this.services.count({ kind: 'api-request', protocol: api.protocol });
    const answer = await this.#answer(call);
    const name = api.protocol === 'REST' ? 'x-amzn-requestid' : 'apigw-requestid';
    return { ...answer, headers: { ...answer.headers, [name]: call.requestId } };
  }

  async #answer(call: ApiCall): Promise<AwsResponse> {
    const { api, request } = call;
    const page = otherPageOf(request);
    if (!api.cors) {
      const isLetIn = page === undefined || (await ownCorsAllows(call, page, (asked) => this.#routed(asked)));
      return isLetIn ? this.#routed(call) : forbiddenToPage(page);
    }
    const preflight = preflightAnswer(api.cors, request);
    if (preflight) return preflight;
    if (page?.changes && (page.origin === undefined || !allows(api.cors, page.origin))) return forbiddenToPage(page);
    return withCorsHeaders(api.cors, request, await this.#routed(call));
  }

  async #routed(call: ApiCall): Promise<AwsResponse> {
    const { api, request } = call;
    const found = findRoute(api.routes, { method: request.method, path: call.path }, api.protocol);
    if (!found) return gatewayAnswer('no route', api.protocol);
    const { authorizer } = found.route;
    const routed: RoutedCall = { ...call, ...found };
    if (authorizer === undefined) return this.#integrated(routed);
    if (authorizer === 'AWS_IAM') return this.#signed(routed);
    const authorization = await this.#authorizers.ask(authorizer, routed);
    return 'cause' in authorization
      ? gatewayAnswer(authorization.cause, api.protocol)
      : this.#integrated({ ...routed, authorizer: authorization.context });
  }

  /** A request must be signed by whom the policies let call the route; pages are let in by CORS alone, since any signature is taken. */
  async #signed(call: RoutedCall): Promise<AwsResponse> {
    const { authorization = '' } = call.request.headers;
    if (!/Credential=[^/,]+\/\d+\/[^/,]+\/execute-api\/aws4_request/.test(authorization))
      return gatewayAnswer('unsigned', call.api.protocol);
    try {
      const demand = { action: 'execute-api:Invoke', resource: methodArn(call) };
      this.services.authorizeCaller(this.services.callerOf(call.request), demand);
    } catch (error) {
      return gatewayAnswer('denied', call.api.protocol, (error as Error).message);
    }
    return this.#integrated(call);
  }

  async #integrated(call: RoutedCall): Promise<AwsResponse> {
    const { type, subtype } = call.route.integration;
    if (subtype !== undefined) return callSubtype(call, this.services);
    return type === 'AWS_PROXY' ? callProxy(call, this.services) : callMapped(call, this.services);
  }

  #of(id: string): DeclaredApi {
    const known = this.#declared.get(id) ?? new DeclaredApi();
    this.#declared.set(id, known);
    this.#changed(id);
    return known;
  }

  #get(id: string): Api {
    const known = this.#compiled.get(id) ?? compileApi(id, this.#of(id));
    this.#compiled.set(id, known);
    return known;
  }

  #changed(id: string): void {
    this.#compiled.delete(id);
    this.#authorizers.forget();
  }
}
