import type { FunctionContext } from './define-function.ts';
import type { Value } from './value.ts';

interface Ends {
  readonly source: Value;
  readonly destination: Value;
  readonly sourcePort: Value;
  readonly destinationPort: Value;
}

/** The fields of a record that tell which conversation it belongs to. */
export function conversationFields(context: FunctionContext): Ends & { readonly protocol: Value } {
  return {
    source: context.field('srcaddr'),
    destination: context.field('dstaddr'),
    sourcePort: context.field('srcport'),
    destinationPort: context.field('dstport'),
    protocol: context.field('protocol'),
  };
}

/** True where the source is the smaller end, by address and then by port; a port that is missing is 0. */
export function isForwardSql({ source, destination, sourcePort, destinationPort }: Ends): string {
  const ports = `ifNull(${sourcePort.sql}, 0) <= ifNull(${destinationPort.sql}, 0)`;
  return `(${source.sql} < ${destination.sql} OR (${source.sql} = ${destination.sql} AND ${ports}))`;
}
