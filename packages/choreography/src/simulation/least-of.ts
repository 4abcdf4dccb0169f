/**
 * Finds few of some items with which something holds that holds with all of them: one after another is found that is needed, by the
 * shortest beginning of the others that suffices. Few and early items are tried first. What is returned has been tried, unless it is all.
 *
 * @param isOver whether no more may be tried: what was found by then is returned
 */
export async function leastOf<Item>(
  all: readonly Item[],
  holds: (some: readonly Item[]) => Promise<boolean>,
  isOver: () => boolean = () => false,
): Promise<readonly Item[]> {
  let needed: readonly Item[] = [];
  let others = all;
  for (;;) {
    const fixed = needed;
    const sufficing = await shortestBeginning(others, (some) => holds([...fixed, ...some]), isOver);
    const last = others[sufficing - 1];
    if (last === undefined || isOver())
      return withoutNeedless([...needed, ...others.slice(0, sufficing)], holds, isOver);
    needed = [...needed, last];
    others = others.slice(0, sufficing - 1);
  }
}

/** The length of the shortest beginning that holds: lengths are doubled from nothing on, and then halved between. */
async function shortestBeginning<Item>(
  items: readonly Item[],
  holds: (some: readonly Item[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<number> {
  let [tooShort, enough] = [-1, items.length];
  while (enough - tooShort > 1 && !isOver()) {
    const isFound = enough < items.length;
    const length = isFound
      ? Math.floor((tooShort + enough) / 2)
      : Math.min(tooShort < 1 ? tooShort + 1 : 2 * tooShort, enough - 1);
    if (await holds(items.slice(0, length))) enough = length;
    else tooShort = length;
  }
  return enough;
}

/** What is left when each item was tried to be left out. */
async function withoutNeedless<Item>(
  items: readonly Item[],
  holds: (some: readonly Item[]) => Promise<boolean>,
  isOver: () => boolean,
): Promise<readonly Item[]> {
  let left = items;
  for (const item of items) {
    if (left.length < 2 || isOver()) break;
    const others = left.filter((each) => each !== item);
    if (await holds(others)) left = others;
  }
  return left;
}
