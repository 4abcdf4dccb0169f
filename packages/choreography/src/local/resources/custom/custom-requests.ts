import { setTimeout as delay } from 'node:timers/promises';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { type Functions, functionName } from '#local/lambda/functions.ts';
import { errorText } from '#local/lambda/invocation/invocation-record.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import { InputError } from '#template/input-error.ts';
import type { MadeResource } from './custom-resources.ts';
import { type CustomResponse, readResponse } from './custom-response.ts';

/** Where the addresses begin that functions of custom resources answer at. */
export const RESPONSES_PATH = '/_custom-resources/';

/** How long is waited for a response if a template gives no `ServiceTimeout`, in seconds. AWS waits an hour. */
const TIMEOUT_SECONDS = 60;

/** How long is waited for a function to end after its response, in milliseconds. */
const MAX_REST_MS = 1000;

type Asked = Pick<MadeResource, 'stack' | 'id' | 'type' | 'properties'>;

/** The requests of CloudFormation to the functions of custom resources (template reference: "Custom resource request objects"). */
export class CustomRequests {
  /** What takes each response, by the last part of its address. */
  readonly #waiting = new Map<string, (response: string) => void>();

  constructor(
    private readonly functions: Pick<Functions, 'find' | 'invoke'>,
    private readonly endpoint: () => string,
  ) {}

  isAnswerable({ properties: { ServiceToken } }: Asked): boolean {
    return this.functions.find(String(ServiceToken)) !== undefined;
  }

  /** Sends a request and waits for its response. Throws an InputError when that says FAILED or does not come. */
  async send(kind: 'Create' | 'Update' | 'Delete', asked: Asked, before?: MadeResource): Promise<CustomResponse> {
    const key = uuid();
    const request = {
      RequestType: kind,
      ServiceToken: asked.properties.ServiceToken,
      ResponseURL: `${this.endpoint()}${RESPONSES_PATH}${key}`,
      StackId: arn('cloudformation', `stack/${asked.stack}/local`),
      RequestId: uuid(),
      LogicalResourceId: asked.id,
      ...(before && { PhysicalResourceId: before.ref }),
      ResourceType: asked.type,
      ResourceProperties: asked.properties,
      ...(kind === 'Update' && { OldResourceProperties: before?.properties }),
    };
    try {
      return readResponse(await this.#response(key, JSON.stringify(request), asked), request);
    } catch (error) {
      const name = functionName(String(asked.properties.ServiceToken));
      const what = `${asked.stack}: ${asked.type} ${asked.id}: ${kind} by its function "${name}" failed`;
      throw new InputError(`${what}: ${(error as Error).message.replace(/\.$/, '')}.`, { cause: error });
    } finally {
      this.#waiting.delete(key);
    }
  }

  /** Takes the response that a function puts at its address. */
  take({ path, method, body }: Pick<AwsRequest, 'path' | 'method' | 'body'>): AwsResponse {
    const take = this.#waiting.get(path.slice(RESPONSES_PATH.length).split('?')[0] ?? '');
    if (method !== 'PUT' || !take)
      throw new AwsError('AccessDenied', 'No custom resource waits for a response at this address.', 403);
    take(body.toString());
    return { status: 200, headers: {}, body: '' };
  }

  /** The text of the response; an Error if the function fails without one, or it takes too long. */
  #response(key: string, request: string, { properties: { ServiceToken, ServiceTimeout } }: Asked): Promise<string> {
    const seconds = Number(ServiceTimeout ?? TIMEOUT_SECONDS);
    return new Promise((resolve, reject) => {
      // Real time, as it limits a function, too: the clock may be held.
      const late = setTimeout(
        () => reject(new Error(`it sent no response within ${seconds} s`)),
        seconds * 1000,
      ).unref();
      const settle = (end: () => void) => {
        clearTimeout(late);
        end();
      };
      const ended = this.functions.invoke(String(ServiceToken), request);
      // Most functions end with their response: they are not cut off by what comes next.
      const atRest = () => Promise.race([ended.catch(() => {}), delay(MAX_REST_MS, undefined, { ref: false })]);
      this.#waiting.set(key, (response) => settle(() => void atRest().then(() => resolve(response))));
      ended.then(
        (outcome) => {
          // Another function may respond in the place of this one, if it succeeded.
          if (outcome.functionError) settle(() => reject(new Error(errorText(outcome))));
        },
        (error) => settle(() => reject(error)),
      );
    });
  }
}

/** Properties as CloudFormation sends them: numbers and booleans are texts. */
export const textsOf = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  asText(properties) as Record<string, unknown>;

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (value === null || typeof value !== 'object') return String(value);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asText(inner)]));
}
