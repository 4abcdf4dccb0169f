import type { RoutedCall } from '#local/api-gateway/api-call.ts';
import type { ApiServices } from '#local/api-gateway/api-services.ts';
import { mappedValue } from '#local/api-gateway/parameter-value.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';
import { failed } from './call-function.ts';
import { callService } from './service-request.ts';

/**
 * First-class integration of an HTTP API: the request becomes a call of a service, by the request parameters (developer guide: "AWS service
 * integrations for HTTP APIs in API Gateway", "Integration subtype reference"). The caller is answered what the service answers.
 */
export async function callSubtype(call: RoutedCall, services: ApiServices): Promise<AwsResponse> {
  const { subtype = '', requestParameters, credentials } = call.route.integration;
  const { service = '', target = '', type = '', input } = SUBTYPES[subtype] ?? {};
  const parameters = Object.fromEntries(
    Object.entries(requestParameters).flatMap(([name, written]) => {
      const value = mappedValue(written, call);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  try {
    const answer = await callService(
      {
        ...{ api: call.api.id, service, roleArn: credentials },
        headers: { 'x-amz-target': target, 'content-type': type },
        body: JSON.stringify(input?.(parameters) ?? {}),
      },
      services,
    );
    return { ...answer, headers: { 'content-type': 'application/json' } };
  } catch (error) {
    return failed(error, call);
  }
}

interface Subtype {
  readonly service: string;
  readonly target: string;
  readonly type: string;
  input(parameters: Readonly<Record<string, string>>): object;
}

const SUBTYPES: Readonly<Record<string, Subtype>> = {
  'EventBridge-PutEvents': {
    ...{ service: 'events', target: 'AWSEvents.PutEvents', type: 'application/x-amz-json-1.1' },
    input: ({ Source, DetailType, Detail, EventBusName, Time, Resources, TraceHeader }) => ({
      Entries: [
        {
          ...{ Source, DetailType, Detail, EventBusName, TraceHeader },
          ...(Time !== undefined && { Time: Date.parse(Time) / 1000 }),
          ...(Resources !== undefined && { Resources: listed(Resources) }),
        },
      ],
    }),
  },
  'SQS-SendMessage': {
    ...{ service: 'sqs', target: 'AmazonSQS.SendMessage', type: 'application/x-amz-json-1.0' },
    input: ({ DelaySeconds, MessageAttributes, MessageSystemAttributes, Region, ...others }) => ({
      ...others,
      ...(DelaySeconds !== undefined && { DelaySeconds: Number(DelaySeconds) }),
      ...(MessageAttributes !== undefined && { MessageAttributes: JSON.parse(MessageAttributes) }),
      ...(MessageSystemAttributes !== undefined && { MessageSystemAttributes: JSON.parse(MessageSystemAttributes) }),
    }),
  },
};

/** A list in JSON, or with commas. */
function listed(text: string): string[] {
  return text.startsWith('[') ? (JSON.parse(text) as string[]) : text.split(',').map((each) => each.trim());
}
