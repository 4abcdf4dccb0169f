interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What comes of a call: its answer, or how the service refused it, by name and HTTP status. */
export async function outcome<Output>(call: Promise<Output>): Promise<Output | { refused: string; status: number }> {
  return call.catch((error: ServiceError) => refusalOf(error));
}

/** How the service refused a call, with its own text; that it was taken otherwise. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ refused: string; status: number; text: string } | 'taken'> {
  return call.then(
    () => 'taken' as const,
    (error: ServiceError) => ({ ...refusalOf(error), text: error.message }),
  );
}

/** By what name and HTTP status the service refused a call; that it was taken otherwise. For texts that AWS does not fix. */
export async function refused(call: Promise<unknown>): Promise<{ refused: string; status: number } | 'taken'> {
  return call.then(
    () => 'taken' as const,
    (error: ServiceError) => refusalOf(error),
  );
}

const refusalOf = ({ name, $metadata, message }: ServiceError) => {
  // Not an answer of the service: the engine could not be reached, or the story itself is wrong.
  if ($metadata?.httpStatusCode === undefined) throw new Error(`The call never reached an answer: ${name}: ${message}`);
  return { refused: name, status: $metadata.httpStatusCode };
};
