/**
 * How a handler of Node.js 22 and before says that it is done: by the callback, or by `succeed`, `fail` and `done` of its
 * context; only the first counts. The callback waits for an empty event loop, unless the context says that it need not.
 */
export function callbackContext({ succeed, fail, next, whenEmpty }) {
  let waits = true;
  let completed = false;
  let called = false;

  const complete = (result) => {
    if (completed)
      return console.error(
        'Invocation has already been reported as done. Cannot call complete more than once per invocation.',
      );
    completed = true;
    succeed(result);
    next();
  };
  const refuse = (error) => {
    fail(error);
    next();
  };
  /** It counts as called when it went well: an answer that cannot be made leaves room for an error. */
  const once =
    (action) =>
    (...values) => {
      if (called) return;
      action(...values);
      called = true;
    };
  const isError = (error) => error !== undefined && error !== null;
  const done = (error, result) => {
    whenEmpty(() => {});
    if (isError(error)) refuse(error);
    else complete(result);
  };
  const callback = (error, result) => {
    whenEmpty(() => {});
    if (isError(error)) refuse(error);
    else if (waits) whenEmpty(() => setImmediate(() => complete(result)));
    else complete(result);
  };
  return {
    callback: once(callback),
    context: {
      get callbackWaitsForEmptyEventLoop() {
        return waits;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        waits = value;
      },
      succeed: once((result) => done(null, result)),
      fail: once((error) => done(isError(error) ? error : 'handled', null)),
      done: once(done),
    },
  };
}
