// Upgrade properties: takes what was set on an element before it was defined, which stands before the accessors.

export function upgradeProperties<E extends HTMLElement, K extends keyof E>(element: E, ...names: readonly K[]): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue
    const value = element[name]
    delete (element as Partial<E>)[name]
    if (value !== undefined) element[name] = value
  }
}
