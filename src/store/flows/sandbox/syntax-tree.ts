/** A node of the engine's syntax tree, as `EXPLAIN AST` prints it. */
export interface SyntaxNode {
  readonly type: string;
  /** What stands behind the type: the name of a function, table or column, or a literal. */
  readonly name: string;
  readonly alias: string | undefined;
  readonly children: readonly SyntaxNode[];
}

/** Reads the lines of `EXPLAIN AST`; the depth of a line is its indentation. */
export function readSyntaxTree(lines: readonly string[]): SyntaxNode[] {
  const roots: SyntaxNode[] = [];
  const open: Array<{ depth: number; children: SyntaxNode[] }> = [{ depth: -1, children: roots }];
  for (const line of lines) {
    const depth = line.search(/\S/);
    if (depth === -1) continue;
    const match = /^(\S+)(?: ([\s\S]*?))??(?: \(alias ([\s\S]*?)\))?(?: \(children \d+\))?$/.exec(line.trim());
    const children: SyntaxNode[] = [];
    const node: SyntaxNode = { type: match?.[1] ?? line.trim(), name: match?.[2] ?? '', alias: match?.[3], children };
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    open.at(-1)?.children.push(node);
    open.push({ depth, children });
  }
  return roots;
}

/** The node and everything below it. */
export function* nodesOf(nodes: readonly SyntaxNode[]): Generator<SyntaxNode> {
  for (const node of nodes) {
    yield node;
    yield* nodesOf(node.children);
  }
}
