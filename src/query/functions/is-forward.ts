import { conversationFields, isForwardSql } from '../conversation-sql.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isForward',
  group: 'conversations',
  origin: 'weir',
  summary: 'True where the source is the end that flowKey() names first.',
  remark:
    'It tells the two directions of a conversation apart, not who began it: the field initiator does. False where an address is missing. The example is of a record from 10.0.0.9 to 10.0.0.1.',
  parameters: [],
  returns: 'true or false',
  examples: [{ expression: 'isForward()', gives: 0 }],
  compile(_, context) {
    const { protocol: _protocol, ...fields } = conversationFields(context);
    return made(booleanType, `ifNull(${isForwardSql(fields)}, 0)`, Object.values(fields));
  },
});
