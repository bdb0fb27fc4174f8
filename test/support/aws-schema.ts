/** What the SDK knows of the wire: the shapes of its operations, which it exports in a compact form. */

export type AwsModule = Readonly<Record<string, unknown>>;

export type Shape =
  | { readonly is: 'text' | 'number' | 'boolean' | 'time' | 'other' }
  | { readonly is: 'list'; readonly item: string | undefined; readonly of: () => Shape }
  | {
      readonly is: 'structure';
      readonly members: ReadonlyMap<string, { readonly wire: string; readonly shape: () => Shape }>;
    };

/** The shape of the answer of an operation; undefined where the service has no such operation. */
export function answerShape(module: AwsModule, operation: string): Shape | undefined {
  const schema = module[`${operation}$`];
  return Array.isArray(schema) && schema[0] === 9 ? shapeOf(schema[5]) : undefined;
}

function shapeOf(schema: unknown): Shape {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') return ofNumber(schema);
  if (!Array.isArray(schema)) return { is: 'other' };
  switch (schema[0]) {
    case 1: {
      const [inner, traits] = memberOf(schema[4]);
      return { is: 'list', item: nameIn(traits), of: () => shapeOf(inner) };
    }
    case 3: {
      const [names, members]: [unknown, unknown] = [schema[4], schema[5]];
      if (!Array.isArray(names) || !Array.isArray(members)) return { is: 'other' };
      const entries = names.map((name: string, i) => {
        const [inner, traits] = memberOf(members[i]);
        return [name, { wire: nameIn(traits) ?? name, shape: () => shapeOf(inner) }] as const;
      });
      return { is: 'structure', members: new Map(entries) };
    }
    default:
      return { is: 'other' };
  }
}

/** A member is a schema, or a pair of one and its traits. */
function memberOf(member: unknown): [unknown, unknown] {
  return Array.isArray(member) && member.length === 2 ? [member[0], member[1]] : [member, undefined];
}

function nameIn(traits: unknown): string | undefined {
  const name: unknown = typeof traits === 'object' && traits !== null ? Reflect.get(traits, 'xmlName') : undefined;
  return typeof name === 'string' ? name : undefined;
}

function ofNumber(schema: number): Shape {
  if ((schema & 64) !== 0) return { is: 'list', item: undefined, of: () => ofNumber(schema & ~64) };
  switch (schema) {
    case 0:
      return { is: 'text' };
    case 1:
      return { is: 'number' };
    case 2:
      return { is: 'boolean' };
    case 4:
    case 5:
    case 6:
    case 7:
      return { is: 'time' };
    default:
      return { is: 'other' };
  }
}
