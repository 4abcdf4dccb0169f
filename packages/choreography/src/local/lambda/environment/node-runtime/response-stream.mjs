import { Writable } from 'node:stream';

/** The stream to which a streaming handler writes its answer; `ended` resolves when all was written. */
export function responseStream(runtimeError) {
  const chunks = [];
  let contentType = 'application/octet-stream';
  let begun = false;
  const stream = new Writable({
    decodeStrings: true,
    write(chunk, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  const ended = new Promise((resolve, reject) => {
    stream.once('finish', resolve);
    stream.once('error', reject);
  });
  // An error reaches those that wait for the end; without one, it must not become an unhandled rejection.
  ended.catch(() => {});
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...more) => {
    if (!begun && typeof stream._onBeforeFirstWrite === 'function') stream._onBeforeFirstWrite((part) => write(part));
    begun = true;
    const isBytes = typeof chunk === 'string' || chunk instanceof Uint8Array;
    return write(isBytes ? chunk : JSON.stringify(chunk), ...more);
  };
  stream.setContentType = (type) => {
    if (begun) throw runtimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    contentType = type;
  };
  return { stream, ended, written: () => ({ streamed: Buffer.concat(chunks), contentType }) };
}
