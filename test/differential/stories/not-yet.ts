/** Stories that the local runtime cannot be told so far, since it does not answer their calls as AWS does: by name. */
export const NOT_YET: ReadonlySet<string> = new Set([
  'The end of the log comes with the answer, if asked for',
  'A queue feeds a function: what it names as failed stays, the rest is deleted',
]);
