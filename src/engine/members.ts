/** Setting the members of maps whose names come from documents, responses and requests, where any name may occur. */

/** Sets a member. `__proto__` is a name like any other here, and an assignment would lose it. */
export function setMember<Value>(map: Record<string, Value>, name: string, value: Value): void {
  if (name === "__proto__") {
    Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });
  } else map[name] = value;
}
