/** A request to one AWS service, as it reached the gateway. */
export interface AwsRequest {
  method: string;
  path: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
  /** Names as sent, each followed by its value. */
  rawHeaders?: readonly string[];
}
export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  /** Each is a header of its own. */
  setCookies?: readonly string[];
}
/** An answer in JSON; an error's type goes into its header (AWS restJson1 protocol). */
export const jsonAnswer = (status: number, body: unknown, errorType?: string): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...(errorType && { 'x-amzn-errortype': errorType }) },
  body: JSON.stringify(body),
});

/** One AWS service that a library or our own code answers behind the gateway. */
export interface Backend {
  handle(request: AwsRequest): Promise<AwsResponse>;
  stop(): Promise<void>;
}
