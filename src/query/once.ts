/** Beyond this many letters an expression is not written twice: nesting would double the statement at each level. */
const longest = 160;

/**
 * SQL that needs the same expression in several places. A short one is repeated, which the engine computes once; a long
 * one is bound to the name of a lambda's parameter.
 */
export function once(sql: string, build: (name: string) => string, name = 'v'): string {
  return sql.length <= longest ? build(sql) : `arrayMap(${name} -> ${build(name)}, [${sql}])[1]`;
}
