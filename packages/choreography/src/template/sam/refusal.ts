/** What SAM refuses. Its message is SAM's own sentence where SAM has one. */
export class Refusal extends Error {
  constructor(
    /** The logical id of the resource, or `resource, event NAME`. */
    readonly what: string,
    why: string,
  ) {
    super(why);
  }
}

export function refuse(what: string, why: string): never {
  throw new Refusal(what, why);
}
