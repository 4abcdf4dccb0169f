/** Makes the `globalThis` of one environment: it reads `own` before the real globals, and writes to `own` alone. */
export function globalOf(own: Record<PropertyKey, unknown>): object {
  const globals: object = new Proxy(globalThis, {
    get: (target, name) => (Object.hasOwn(own, name) ? own[name] : Reflect.get(target, name, target)),
    has: (target, name) => Object.hasOwn(own, name) || Reflect.has(target, name),
    set(_, name, value) {
      own[name] = value;
      return true;
    },
    defineProperty(_, name, { value, get }) {
      own[name] = get ? get() : value;
      return true;
    },
  });
  own.globalThis = globals;
  own.global = globals;
  return globals;
}
