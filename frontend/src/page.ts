/** What elements share: reading JSON that a page holds or names, and what the reader prefers. */

/** JSON from the script block inside an element, else from the address in its `data-src`. */
export async function dataOf<T>(element: HTMLElement): Promise<T> {
  const block = element.querySelector<HTMLScriptElement>(':scope > script[type="application/json"]')
  if (block) return JSON.parse(block.textContent ?? '') as T
  const address = element.dataset['src']
  if (!address) throw new Error(`<${element.localName}> has neither data inside nor data-src`)
  return (await fetched(address)).json() as Promise<T>
}

/** An answer of our own server; anything but success is an error. */
export async function fetched(address: string): Promise<Response> {
  const answer = await fetch(address, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`${answer.status} for ${new URL(address, location.href).pathname}`)
  return answer
}

/** JSON of an attribute; nothing if there is none. */
export function jsonAttribute<T>(element: HTMLElement, name: string): T | undefined {
  const text = element.getAttribute(name)
  return text ? (JSON.parse(text) as T) : undefined
}

/** A new element with a class and a text. */
export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name)
  if (className) element.className = className
  if (text) element.textContent = text
  return element
}

/** Whether the reader asked for less motion. */
export function stillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** The value of a custom property of the page's style. */
export function styleValue(element: Element, name: string, otherwise: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim() || otherwise
}

/** A time in words, as in the captions of pictures. [month] */
export function monthInWords(month: number): string {
  if (month === 0) return 'Today'
  if (month >= 24 && month % 12 === 0) return `After ${month / 12} years`
  if (month === 12) return 'After 1 year'
  return `After ${month} ${month === 1 ? 'month' : 'months'}`
}
