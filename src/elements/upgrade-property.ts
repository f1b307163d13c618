// Upgrade property: takes what was set on an element before it was defined, which stands before the accessor.

export function upgradeProperty<E extends HTMLElement, K extends keyof E>(element: E, name: K): void {
  if (!Object.hasOwn(element, name)) return
  const value = element[name]
  delete (element as Partial<E>)[name]
  if (value !== undefined) element[name] = value
}
