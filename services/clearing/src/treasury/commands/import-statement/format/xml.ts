/** What the parser gives of an element: text, its children, or several of the same name. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] | undefined };

const isElement = (node: Node | undefined): node is Exclude<Node, string> => typeof node === 'object' && node !== null;

/** Children of one name, in their order. */
export function all(node: Node | undefined, name: string): readonly Node[] {
  const found = isElement(node) ? node[name] : undefined;
  if (found === undefined) return [];
  return Array.isArray(found) ? (found as readonly Node[]) : [found as Node];
}

/** The first child of a name. */
export const one = (node: Node | undefined, name: string): Node | undefined => all(node, name)[0];

/** Text at the end of a path; empty where nothing is. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string {
  const found = path.reduce<Node | undefined>((at, name) => one(at, name), node);
  if (typeof found === 'string') return found.trim();
  const text = isElement(found) ? found['#text'] : undefined;
  return typeof text === 'string' ? text.trim() : '';
}

export function attributeOf(node: Node | undefined, child: string, attribute: string): string {
  const found = one(node, child);
  const value = isElement(found) ? found[`@${attribute}`] : undefined;
  return typeof value === 'string' ? value : '';
}
