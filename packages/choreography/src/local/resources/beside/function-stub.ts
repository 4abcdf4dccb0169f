import { iamArn, REGION } from '#local/runtime/account.ts';

/** The greatest timeout of a function: none of this runtime takes longer. */
const TIMEOUT_SECONDS = 900;

/** The resources of a function on the engine that invokes this runtime's function of the same name, and returns its result or error. */
export function functionStub(name: string, endpoint: string): Record<string, object> {
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20300101/${REGION}/lambda/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const url = `${endpoint}/2015-03-31/functions/${name}/invocations`;
  const ZipFile = `exports.handler = async (event) => {
  const answer = await fetch(${JSON.stringify(url)}, {
    method: 'POST',
    headers: { authorization: ${JSON.stringify(authorization)} },
    body: JSON.stringify(event ?? null),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  const value = text === '' ? null : JSON.parse(text);
  if (!answer.headers.get('x-amz-function-error')) return value;
  throw Object.assign(new Error(value.errorMessage), { name: value.errorType });
};
`;
  return {
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        ...{ FunctionName: name, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: TIMEOUT_SECONDS },
        ...{ Role: iamArn('role/choreography-carry'), Code: { ZipFile } },
      },
    },
  };
}

/** The names of the functions whose ARNs are in a resource's properties, each once. */
export const functionsIn = (properties: unknown): string[] => [
  ...new Set(
    [...JSON.stringify(properties).matchAll(/arn:aws:lambda:[^:"\\]*:[^:"\\]*:function:([\w-]+)/g)].map(
      ([, name = '']) => name,
    ),
  ),
];
