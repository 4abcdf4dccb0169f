/** Something that a person at the terminal should know. */
export type Notice =
  | { readonly kind: 'unknown-bus'; readonly bus: string; readonly source: string; readonly detailType: string }
  | {
      readonly kind: 'delivery-failed';
      readonly rule: string;
      readonly target: string;
      readonly reason: string;
      readonly deadLettered: boolean;
    }
  | { readonly kind: 'handler-failed'; readonly function: string; readonly error: string; readonly attempt: number }
  | { readonly kind: 'event-lost'; readonly function: string; readonly error: string }
  | { readonly kind: 'log'; readonly function: string; readonly line: string }
  | { readonly kind: 'fault'; readonly explanation: string };

/** A notice as a sentence. */
export function sentence(notice: Notice): string {
  switch (notice.kind) {
    case 'unknown-bus':
      return `${notice.source} ${notice.detailType} was put on the bus "${notice.bus}", which does not exist: AWS takes such an event and drops it, and so it was.`;
    case 'delivery-failed':
      return `Rule ${notice.rule} could not deliver to ${notice.target}: ${notice.reason}. The event is ${notice.deadLettered ? "in the target's dead-letter queue" : 'lost: the target has no dead-letter queue'}.`;
    case 'handler-failed':
      return `${notice.function} failed (attempt ${notice.attempt}): ${notice.error}`;
    case 'event-lost':
      return `${notice.function} failed for good and has no failure destination, so its event is lost: ${notice.error}`;
    case 'log':
      return `${notice.function}: ${notice.line}`;
    case 'fault':
      return `The local runtime itself failed: ${notice.explanation}`;
  }
}

export type OnNotice = (notice: Notice) => void;
