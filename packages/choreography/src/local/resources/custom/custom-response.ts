import { isObject } from '#template/document/as-object.ts';

/** What a function answers of a custom resource (template reference: "Custom resource response objects"). */
export interface CustomResponse {
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** In bytes. */
const MAX_RESPONSE = 4096;
const MAX_PHYSICAL_ID = 1024;

/** Reads a response. Throws an Error with the reason of one that says FAILED, and for one that CloudFormation would not take. */
export function readResponse(text: string, request: Readonly<Record<string, unknown>>): CustomResponse {
  if (Buffer.byteLength(text) > MAX_RESPONSE)
    throw new Error(`its response has ${Buffer.byteLength(text)} bytes, and CloudFormation takes ${MAX_RESPONSE}`);
  const { Status, Reason, PhysicalResourceId, Data = undefined, ...rest } = objectIn(text);
  if (Status === 'FAILED') throw new Error(String(Reason ?? 'it gave no reason'));
  if (Status !== 'SUCCESS')
    throw new Error(`its response has the Status ${JSON.stringify(Status)}, not SUCCESS or FAILED`);
  for (const copied of ['StackId', 'RequestId', 'LogicalResourceId'])
    if (rest[copied] !== request[copied]) throw new Error(`its response must have the ${copied} of the request`);
  if (typeof PhysicalResourceId !== 'string' || PhysicalResourceId === '')
    throw new Error('its response has no PhysicalResourceId');
  if (Buffer.byteLength(PhysicalResourceId) > MAX_PHYSICAL_ID)
    throw new Error(`its PhysicalResourceId is longer than ${MAX_PHYSICAL_ID} bytes`);
  return { PhysicalResourceId, ...(isObject(Data) && { Data }) };
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {}
  throw new Error('its response is no JSON object');
}
