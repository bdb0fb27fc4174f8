const defaultFields =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** Header lines, which are also the field lists of the flow log. */
export const headers = {
  default: defaultFields,
  v5: `${defaultFields} vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path`,
} as const;

/** The same as AWS keeps it in the definition of a flow log. */
export const logFormat = (format: keyof typeof headers): string =>
  headers[format]
    .split(' ')
    .map((field) => `\${${field}}`)
    .join(' ');
