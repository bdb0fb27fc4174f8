import { conversationFields, isForwardSql } from '../conversation-sql.ts';
import { defineFunction } from '../define-function.ts';
import { booleanType, made } from '../value.ts';

export const fn = defineFunction({
  name: 'isForward',
  group: 'conversations',
  origin: 'weir',
  summary: 'True where the source is the end that flowKey() names first.',
  remark:
    'It tells the two directions of a conversation apart, not who began it: the field initiator does. Missing where an address is.',
  parameters: [],
  returns: 'true or false',
  examples: [{ expression: 'ispresent(isForward())', gives: 1 }],
  compile(_, context) {
    const { protocol: _protocol, ...fields } = conversationFields(context);
    return made(booleanType, isForwardSql(fields), Object.values(fields));
  },
});
