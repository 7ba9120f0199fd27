/** Gives the flattened parameters of the query protocols their structure back: `Tag.1.Key` is the key of the first tag. */

interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

/** Members of a list are numbered from 1, in some services below the word `member`, in others below `entry`. */
const LIST_WORDS = new Set(["member", "entry"]);
/** No operation of AWS nests deeper; a longer name is cut rather than followed. */
const DEEPEST = 16;

export function nestedParameters(parameters: URLSearchParams): Readonly<Record<string, unknown>> {
  const root: Node = { children: new Map() };
  for (const [name, value] of parameters) {
    let node = root;
    for (const part of name.split(".", DEEPEST)) {
      if (LIST_WORDS.has(part)) continue;
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.text = value;
  }
  return record(root);
}

function valueOf(node: Node): unknown {
  if (node.children.size === 0) return node.text ?? "";
  const names = [...node.children.keys()];
  if (!names.every((name) => /^\d+$/.test(name))) return record(node);
  return [...node.children].sort(([left], [right]) => Number(left) - Number(right)).map(([, child]) => valueOf(child));
}

function record(node: Node): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...node.children].map(([name, child]) => [name, valueOf(child)]));
}
