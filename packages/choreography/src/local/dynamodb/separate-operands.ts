import type { Validation } from './dynalite.ts';

interface Section {
  type: string;
  val: unknown;
}

/**
 * UpdateItem's validation, with what it parsed made safe to apply. For `SET previous = stock ADD stock :n` dynalite puts
 * the very object that `stock` is into `previous`, and then changes both. DynamoDB reads every operand before it writes
 * (Update expressions: "all of the actions use the item as it was"), so an operand that is a path is copied when read.
 */
export function separateOperands({ types, custom }: Validation): Validation {
  return {
    types,
    custom(data, store) {
      const wrong = custom?.(data, store);
      const { sections = [] } = (data._updates ?? {}) as { sections?: Section[] };
      for (const section of sections) {
        if (section.type === 'set' && refersToItem(section.val)) copyWhenRead(section);
      }
      return wrong;
    },
  };
}

function refersToItem(operand: unknown): boolean {
  return Array.isArray(operand) || (operand as { type?: string }).type === 'function';
}

/** dynalite reads the operand by assigning what it found to `val`. */
function copyWhenRead(section: Section): void {
  let current = section.val;
  Object.defineProperty(section, 'val', {
    get: () => current,
    set: (found: unknown) => {
      current = structuredClone(found);
    },
  });
}
