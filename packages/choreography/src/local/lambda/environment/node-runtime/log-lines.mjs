// What the methods of `console` write on Lambda's Node.js (developer guide: "Log and monitor Node.js Lambda functions").

import { format } from 'node:util';
import { asError, errorInText } from './runtime-errors.mjs';

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Makes `console` write `TIME\tREQUEST\tLEVEL\ttext`, or JSON, as the environment says, each call as one line that may have
 * line breaks within; what is below the level is not written. Returns how the runtime logs an error of its own.
 */
export function patchConsole({ since24, environment, requestId, tenantId, write }) {
  const isJson = environment.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
  const least = Math.max(0, LEVELS.indexOf(environment.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()));
  const log = (level) => {
    // Up to Node.js 22 nothing keeps back what is fatal, nor is anything above it.
    if (LEVELS.indexOf(level) < least) return () => {};
    return (message, ...params) => {
      const time = new Date().toISOString();
      if (isJson) {
        const line = inJson({ time, level, requestId: requestId(), tenantId: tenantId() }, message, params, since24);
        write(line, line);
      } else {
        const text = format(message, ...params);
        write(`${time}\t${requestId()}\t${level}\t${text}`, text);
      }
    };
  };
  for (const level of LEVELS) console[level.toLowerCase()] = log(level);
  console.log = console.info;
  return (what, thrown) => {
    const error = asError(thrown, since24);
    if (isJson) console.error(error);
    else console.error(what, errorInText(error, since24));
  };
}

function inJson({ time, level, requestId, tenantId }, message, params, since24) {
  const isTenant = since24 ? tenantId : tenantId !== undefined && tenantId !== null;
  const line = { timestamp: time, level, requestId, ...(isTenant && { tenantId }) };
  if (params.length === 0) {
    try {
      return JSON.stringify({ ...line, message }, (_, value) => (value instanceof Error ? described(value) : value));
    } catch {
      return JSON.stringify({ ...line, message: format(message) });
    }
  }
  const error = (since24 ? params : [message, ...params]).find((param) => param instanceof Error);
  return JSON.stringify({
    ...line,
    message: format(message, ...params),
    ...(error && {
      errorType: classOf(error),
      errorMessage: error.message,
      stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
    }),
  });
}

const described = (error) =>
  Object.assign(
    {
      errorType: classOf(error),
      errorMessage: error.message,
      stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : error.stack,
    },
    error,
  );

const classOf = (error) => error.constructor?.name ?? 'UnknownError';
