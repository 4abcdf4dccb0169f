import { type Integration, serviceIn } from '#local/api-gateway/api.ts';
import type { RoutedCall } from '#local/api-gateway/api-call.ts';
import type { ApiServices } from '#local/api-gateway/api-services.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';
import { callService } from './service-request.ts';

/** What an integration sends beside its body. */
export interface ActionParameters {
  readonly header: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

/**
 * Calls the action of a service that the URI names: `arn:aws:apigateway:REGION:SERVICE:action/NAME`, or `…:path/PATH` with the action in
 * the header `X-Amz-Target` or in a form (developer guide: "x-amazon-apigateway-integration object", uri; "Tutorial: Create a REST API with an
 * AWS integration").
 */
export async function callAction(
  { uri, credentials }: Integration,
  body: string,
  parameters: ActionParameters,
  call: RoutedCall,
  services: ApiServices,
): Promise<AwsResponse> {
  const service = serviceIn(uri);
  const [, kind, rest = ''] = /^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:(action|path)\/(.*)$/.exec(uri) ?? [];
  const headers = Object.fromEntries(
    Object.entries(parameters.header).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const path = rest.replace(/\{([^}]+)\}/g, (written, name: string) => parameters.path[name] ?? written);
  const target =
    headers['x-amz-target'] ?? (kind === 'action' && service in TARGETS ? `${TARGETS[service]}.${path}` : undefined);
  const common = { api: call.api.id, service, roleArn: credentials };
  if (target !== undefined) {
    const type = service === 'events' ? 'application/x-amz-json-1.1' : 'application/x-amz-json-1.0';
    return callService(
      { ...common, headers: { ...headers, 'content-type': type, 'x-amz-target': target }, body },
      services,
    );
  }
  const form = new URLSearchParams([...new URLSearchParams(body), ...Object.entries(parameters.querystring)]);
  if (kind === 'action') form.set('Action', path);
  if (service === 'sqs') return callSqs(common, form, path, services);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return callService({ ...common, headers: { ...headers, ...type }, body: form.toString() }, services);
}

/** How the actions of services are named in `X-Amz-Target`. */
const TARGETS: Readonly<Record<string, string>> = { events: 'AWSEvents', dynamodb: 'DynamoDB_20120810' };

/** SQS's form, as its JSON protocol has it; answered as SQS answers API Gateway, in JSON of the form's names. */
async function callSqs(
  common: { readonly api: string; readonly service: string; readonly roleArn: string | undefined },
  form: URLSearchParams,
  path: string,
  services: ApiServices,
): Promise<AwsResponse> {
  const action = form.get('Action') ?? '';
  if (action !== 'SendMessage')
    throw new AwsError(
      'UnsupportedOperationException',
      `API Gateway sends to SQS by SendMessage here, not by "${action}".`,
    );
  const attributes = [...new Set([...form.keys()].flatMap((key) => /^MessageAttribute\.(\d+)\./.exec(key)?.[1] ?? []))];
  const of = (at: string, name: string) => form.get(`MessageAttribute.${at}.${name}`) ?? undefined;
  const answer = await callService(
    {
      ...common,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: JSON.stringify({
        QueueUrl: form.get('QueueUrl') ?? `/${path}`,
        MessageBody: form.get('MessageBody') ?? undefined,
        ...Object.fromEntries(
          ['MessageGroupId', 'MessageDeduplicationId'].map((name) => [name, form.get(name) ?? undefined]),
        ),
        ...(form.has('DelaySeconds') && { DelaySeconds: Number(form.get('DelaySeconds')) }),
        ...(attributes.length > 0 && {
          MessageAttributes: Object.fromEntries(
            attributes.map((at) => [
              of(at, 'Name'),
              { DataType: of(at, 'Value.DataType'), StringValue: of(at, 'Value.StringValue') },
            ]),
          ),
        }),
      }),
    },
    services,
  );
  const told = JSON.parse(answer.body.toString()) as { __type?: string; message?: string; Message?: string };
  const ResponseMetadata = { RequestId: answer.headers['x-amzn-requestid'] ?? '' };
  const body =
    answer.status < 400
      ? { SendMessageResponse: { SendMessageResult: told, ResponseMetadata } }
      : { Error: { Code: told.__type?.split('#').at(-1), Message: told.message ?? told.Message, Type: 'Sender' } };
  return { ...answer, body: JSON.stringify(body) };
}
