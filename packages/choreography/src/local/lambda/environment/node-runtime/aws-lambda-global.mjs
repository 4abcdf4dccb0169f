// The global object `awslambda` of Lambda's Node.js.

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

/** What a response says of itself when metadata of an HTTP answer come first, then eight zero bytes, then the body. */
const METADATA_TYPE = 'application/vnd.awslambda.http-integration-response';
const DELIMITER = new Uint8Array(8);

/** Sets it, unless the environment turns it off. */
export function setGlobal(environment, more = {}) {
  if (['1', 'true'].includes(environment.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) return;
  globalThis.awslambda = { ...more, streamifyResponse, HttpResponseStream };
}

/** Marks a handler that writes its answer to a stream. */
function streamifyResponse(handler, options) {
  handler[STREAMING] = 'response';
  if (typeof options?.highWaterMark === 'number') handler[HIGH_WATER_MARK] = Math.trunc(options.highWaterMark);
  return handler;
}

/** Whether a handler is so marked. Throws for a mark that Lambda does not know. */
export function isStreaming(handler, runtimeError) {
  const mark = handler[STREAMING];
  if (!mark) return false;
  if (mark === 'response') return true;
  throw runtimeError('MalformedStreamingHandler', 'Only response streaming is supported.');
}

// biome-ignore lint/complexity/noStaticOnlyClass: code knows it as a class
class HttpResponseStream {
  /** Lets a stream begin with metadata of an HTTP answer: `{ statusCode, headers, cookies }`. */
  static from(stream, metadata) {
    stream.setContentType(METADATA_TYPE);
    const prelude = JSON.stringify(metadata);
    stream._onBeforeFirstWrite = (write) => {
      write(prelude);
      write(DELIMITER);
    };
    return stream;
  }
}
