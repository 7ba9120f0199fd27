/** Values that were made from the same objects before. They are forgotten together with the first of these objects. */
export class Remembered<T> {
  readonly #known = new WeakMap<object, Level<T>>();

  /** @param from what the value is made from, at least one object */
  of([first, ...others]: readonly [object, ...object[]], make: () => T): T {
    let level = below(this.#known, first);
    for (const key of others) level = below(level.next, key);
    level.value ??= { made: make() };
    return level.value.made;
  }
}

interface Level<T> {
  readonly next: WeakMap<object, Level<T>>;
  value?: { readonly made: T };
}

function below<T>(known: WeakMap<object, Level<T>>, key: object): Level<T> {
  const found = known.get(key) ?? { next: new WeakMap<object, Level<T>>() };
  known.set(key, found);
  return found;
}
