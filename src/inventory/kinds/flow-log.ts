import { firstTime, has, type Kind, textOf } from '../define-kind.ts';

export const kind: Kind = {
  name: 'flow-log',
  plural: 'flow logs',
  call: 'aws ec2 describe-flow-logs',
  keys: ['FlowLogs'],
  prefix: 'fl-',
  question: 'what is being logged, and in which format',
  ownOnly: true,
  id: (item) => textOf(item, 'FlowLogId'),
  looksLike: (item) => has(item, 'FlowLogId', 'ResourceId'),
  since: (item) => firstTime(item, 'CreationTime'),
  state: (item) => textOf(item, 'FlowLogStatus'),
};
