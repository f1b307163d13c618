// Safe HTML: what a stranger's HTML shows, and nothing of what it could do.

const KEPT = new Set(
  'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre strong table tbody td th thead tr ul'.split(' '),
)
/** Of these not even the text is shown. */
const DROPPED = 'script,style,template,title,textarea,select,iframe,noscript,object,svg,math'
/** Nobody writes deeper; what does is cut off. */
const DEEPEST = 50

// #region safe
/**
 * The parser makes a document in which nothing runs or loads. Each element of the list is made anew here, without its
 * attributes; of a link the address is kept, if it leads to a page or to a mailbox.
 */
export function safeHtml(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  fragment.append(...copiesOf(bodyOf(parsed), DEEPEST))
  return fragment
}

function copyOf(node: Node, depth: number): Node[] {
  if (node instanceof Text) return [new Text(node.data)]
  if (!(node instanceof HTMLElement) || isDropped(node) || depth === 0) return []
  const children = copiesOf(node, depth - 1)
  const name = nameOf(node)
  if (!KEPT.has(name)) return children
  const copy = document.createElement(name)
  if (node instanceof HTMLAnchorElement && copy instanceof HTMLAnchorElement) link(copy, node.getAttribute('href'))
  copy.append(...children)
  return [copy]
}
// #endregion

const copiesOf = (parent: Node, depth: number): Node[] => childrenOf(parent).flatMap(node => copyOf(node, depth))

// A field called `matches` hides that of its form, and an image called `body` that of its document: prototypes have them still.
const bodyOf = (parsed: Document): HTMLElement => Reflect.get(Document.prototype, 'body', parsed)
const childrenOf = (node: Node): ChildNode[] => [...Reflect.get(Node.prototype, 'childNodes', node)]
const nameOf = (element: Element): string => Reflect.get(Element.prototype, 'localName', element)
const isDropped = (element: Element): boolean => Element.prototype.matches.call(element, DROPPED)

function link(copy: HTMLAnchorElement, href: string | null): void {
  if (href === null || !URL.canParse(href)) return
  if (!['http:', 'https:', 'mailto:'].includes(new URL(href).protocol)) return
  copy.href = href
  copy.rel = 'noopener noreferrer nofollow'
  copy.target = '_blank'
}
