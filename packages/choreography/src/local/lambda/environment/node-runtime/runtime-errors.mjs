// Errors as Lambda's Node.js names, answers and logs them: up to Node.js 22 as aws-lambda-ric 3.3.0, from 24 on as 4.0.2.

import { types } from 'node:util';

/** Errors of the runtime itself, such as `Runtime.ImportModuleError`; their traces begin with that name up to Node.js 22 only. */
export function runtimeErrors(since24) {
  return (name, message, more = {}) => {
    const OfName = { [name]: class extends Error {} }[name];
    if (!since24) OfName.prototype.name = `Runtime.${name}`;
    const error = Object.assign(new OfName(message), more);
    if (since24) error.name = `Runtime.${name}`;
    return error;
  };
}

/** What is answered for whatever was thrown: `{ errorType, errorMessage, trace }`. */
export const errorAnswer = (since24) => (since24 ? answerSince24 : answerUpTo22);

function answerSince24(thrown) {
  try {
    if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
    const trace = printable(thrown.stack)?.split('\n') || [];
    return { errorType: printable(thrown.name), errorMessage: printable(thrown.message), trace };
  } catch {
    return { ...UNREADABLE, trace: [] };
  }
}

function answerUpTo22(thrown) {
  try {
    if (!types.isNativeError(thrown) && !looksLikeError(thrown))
      return { errorType: typeof thrown, errorMessage: thrown.toString(), trace: [] };
    const { name, message, stack } = thrown;
    return { errorType: printable(name), errorMessage: printable(message), trace: printable(stack).split('\n') };
  } catch {
    return UNREADABLE;
  }
}

const looksLikeError = (thrown) =>
  thrown && [thrown.name, thrown.message, thrown.stack].every((part) => typeof part === 'string' && part !== '');

/** A header cannot contain the control character DEL. */
const printable = (text) => text?.replaceAll('\x7F', '%7F');

const UNREADABLE = {
  errorType: 'handled',
  errorMessage:
    'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
};

/** Something thrown as an error that can be logged. */
export const asError = (thrown, since24) =>
  thrown instanceof Error ? thrown : new Error(since24 ? String(thrown) : thrown);

/** An error with all of its own properties, as JSON after a tab, for a line of text. */
export function errorInText(error, since24) {
  try {
    return `\t${JSON.stringify(error, (_, value) => (value instanceof Error ? withProperties(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(errorAnswer(since24)(error))}`;
  }
}

function withProperties(error) {
  const { name, message, code, stack } = error;
  const all = Object.assign({ errorType: name, errorMessage: message, code }, error);
  return typeof stack === 'string' ? Object.assign(all, { stack: stack.split('\n') }) : all;
}
