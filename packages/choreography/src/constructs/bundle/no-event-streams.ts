/**
 * Stands in a bundle for the SDK's event streams, which the SDK brings to every client, but only some have operations for.
 * A bundle with such a client has the SDK's own (`usesEventStreams`), so nothing here is ever made. It has every name of the
 * SDK's module, as bundlers refuse to import one that is not there.
 */
class NoEventStreams {
  constructor() {
    throw new Error('This bundle was made without event streams: no client in it has an operation that uses one.');
  }
}

const notHere = (): never => {
  throw new NoEventStreams();
};

export {
  NoEventStreams as EventStreamCodec,
  NoEventStreams as EventStreamMarshaller,
  NoEventStreams as EventStreamSerde,
  NoEventStreams as HeaderMarshaller,
  NoEventStreams as Int64,
  NoEventStreams as MessageDecoderStream,
  NoEventStreams as MessageEncoderStream,
  NoEventStreams as SmithyMessageDecoderStream,
  NoEventStreams as SmithyMessageEncoderStream,
  NoEventStreams as UniversalEventStreamMarshaller,
  notHere as eventStreamSerdeProvider,
  notHere as getChunkedStream,
  notHere as getMessageUnmarshaller,
  notHere as getUnmarshalledStream,
  notHere as iterableToReadableStream,
  notHere as readableStreamToIterable,
  notHere as resolveEventStreamSerdeConfig,
  notHere as universalEventStreamSerdeProvider,
};
