/** What a service does for its caller and puts on the bill, or counts against a quota. Bytes are those that the service counts. */
export type Operation =
  | {
      /** An event that a bus took, whoever put it. */
      readonly kind: 'event';
      readonly bus: string;
      readonly source: string;
      readonly detailType: string;
      readonly bytes: number;
    }
  | { readonly kind: 'put-events'; readonly entries: number }
  | {
      /** An event, or the time of a schedule, that a rule gives to one of its targets. */
      readonly kind: 'delivery';
      readonly bus: string;
      readonly rule: string;
      /** Its ARN. */
      readonly target: string;
    }
  | { readonly kind: 'archived'; readonly archive: string; readonly bytes: number }
  | {
      readonly kind: 'invocation';
      readonly function: string;
      /** The name of the queue whose event source mapping invoked it; undefined if it was invoked otherwise. */
      readonly queue: string | undefined;
      /** How long the handler took; undefined where nobody measures it. */
      readonly milliseconds: number | undefined;
      /** How long the code took to load, if this was its environment's first invocation. */
      readonly initMilliseconds: number | undefined;
      readonly memoryMegabytes: number;
      readonly architecture: string;
      readonly failed: boolean;
      /** Whether X-Ray may record it. */
      readonly traced: boolean;
    }
  | { readonly kind: 'log'; readonly group: string; readonly events: number; readonly bytes: number }
  | {
      /** Units of a table or of one of its indexes, by the value of the partition key; a scan has none. */
      readonly kind: 'write' | 'read';
      readonly table: string;
      readonly index: string | undefined;
      readonly partition: string | undefined;
      readonly units: number;
      /** Whether it is part of a transaction: two on one item at a time refuse each other. */
      readonly inTransaction: boolean;
    }
  | {
      /** By how many bytes a change of an item makes a table or one of its indexes larger, or smaller. */
      readonly kind: 'stored';
      readonly table: string;
      readonly index: string | undefined;
      /** The partition and the sort key, which tell items apart. */
      readonly item: string;
      readonly bytes: number;
      /** For how many seconds from now, by the table's time to live; undefined for ever. */
      readonly seconds: number | undefined;
    }
  | { readonly kind: 'queue-request'; readonly queue: string; readonly action: string; readonly bytes: number }
  | { readonly kind: 'email'; readonly recipients: number }
  | { readonly kind: 'publish'; readonly topic: string; readonly bytes: number }
  | { readonly kind: 'schedule'; readonly schedule: string }
  | { readonly kind: 'pipe'; readonly pipe: string; readonly bytes: number }
  | { readonly kind: 'api-request'; readonly protocol: 'HTTP' | 'REST' }
  | {
      /** A call of a service of which nothing more is known. */
      readonly kind: 'call';
      readonly service: string;
      readonly action: string;
    };

/** Is told of each operation, when it is done. */
export type OnOperation = (operation: Operation) => void;

/** Nobody counts. */
export const UNCOUNTED: OnOperation = () => {};
