/** Stories that the local runtime cannot be told so far, since it does not answer their calls as AWS does: by name. */
export const NOT_YET: ReadonlySet<string> = new Set([
  'A handler that calls back with an error is a function error too',
  'The end of the log comes with the answer, if asked for',
  'A function that does not exist is refused with 404',
  'An event for a queue whose policy does not let EventBridge send is not delivered, but set aside without a retry',
  'A function is made from a zip and described',
  'A function’s name that is taken is refused',
  'A runtime that Lambda does not know, and a role that is no ARN, are refused',
  'A removed function is gone',
  'A function with no concurrency left is throttled',
  'What failed for good is recorded at the failure destination',
  'What succeeded is recorded at the success destination',
  'A rule invokes a function that permits it',
  'A rule does not invoke a function that does not permit it: the event is set aside',
  'A queue feeds a function: what it names as failed stays, the rest is deleted',
]);
