/** What the words and signs of the language mean that are neither commands nor functions. */
export interface WordHelp {
  readonly title: string;
  readonly signature: string;
  readonly summary: string;
  readonly remark?: string;
  readonly examples: readonly string[];
}

const comparison = (title: string, sign: string, words: string): WordHelp => ({
  title,
  signature: `value ${sign} value`,
  summary: `True where the left value is ${words} the right one.`,
  remark: 'Missing on either side is never true. If one side is a number, the other is read as one.',
  examples: [sign === '=' || sign === '!=' ? `filter action ${sign} "REJECT"` : `filter bytes ${sign} 10MiB`],
});

const arithmetic = (title: string, sign: string, summary: string, remark: string, example: string): WordHelp => ({
  title,
  signature: `number ${sign} number`,
  summary,
  remark,
  examples: [example],
});

const words: Readonly<Record<string, WordHelp>> = {
  '=': comparison('equals', '=', 'equal to'),
  '!=': comparison('differs', '!=', 'other than'),
  '<': comparison('less', '<', 'less than'),
  '<=': comparison('at most', '<=', 'at most'),
  '>': comparison('greater', '>', 'greater than'),
  '>=': comparison('at least', '>=', 'at least'),
  '+': arithmetic(
    'plus',
    '+',
    'The sum.',
    'Missing on either side gives missing.',
    'fields bytes + packets * 20 as size',
  ),
  '-': arithmetic(
    'minus',
    '-',
    'The difference.',
    'A name with a hyphen goes in backquotes.',
    'fields endTime - startTime as seconds',
  ),
  '*': arithmetic(
    'times',
    '*',
    'The product.',
    'As an argument, count(*), it means all records.',
    'timeseries per_second(sum(bytes)) * 8 as bps by bin()',
  ),
  '/': arithmetic(
    'divided by',
    '/',
    'The quotient, with its fraction.',
    'Division by zero gives missing.',
    'stats sum(bytes) / 1048576 as mib by srcAddr',
  ),
  '%': arithmetic(
    'remainder',
    '%',
    'What remains of a division, with the sign of the left number.',
    'By zero it is missing.',
    'fields srcPort % 2 as odd',
  ),
  '^': arithmetic(
    'power',
    '^',
    'The left number to the power of the right one.',
    'Groups to the right: 2 ^ 3 ^ 2 is 2 ^ 9.',
    'fields 2 ^ 10 as kib',
  ),
  and: {
    title: 'and',
    signature: 'condition and condition',
    summary: 'True where both are true.',
    remark: 'Binds tighter than or.',
    examples: ['filter action = "REJECT" and dstPort = 22'],
  },
  or: {
    title: 'or',
    signature: 'condition or condition',
    summary: 'True where at least one is true.',
    remark: 'Binds looser than and: use brackets.',
    examples: ['filter dstPort = 22 or dstPort = 3389'],
  },
  not: {
    title: 'not',
    signature: 'not condition',
    summary: 'True where the condition is false.',
    remark: 'Of a missing value it is missing, too.',
    examples: ['filter not isPrivateIP(dstAddr)', 'filter dstPort not in [80, 443]'],
  },
  like: {
    title: 'like',
    signature: 'text like "part" | text like /regular expression/',
    summary: 'True where the text holds the part, or the regular expression matches somewhere in it.',
    remark: '%, _ and * are ordinary characters. Case counts: write (?i) at the start of an expression to ignore it.',
    examples: ['filter srcAddr like "10.0."', 'filter interfaceId like /(?i)^ENI-0/'],
  },
  '=~': {
    title: 'matches',
    signature: 'text =~ /regular expression/',
    summary: 'True where the regular expression matches somewhere in the text.',
    remark: 'The same as like.',
    examples: ['filter srcAddr =~ /^10\\./'],
  },
  in: {
    title: 'in',
    signature: 'value in [a, b] | address in network | value in (query)',
    summary: 'True where the value is one of the list, the address lies in the network, or the query gives the value.',
    examples: [
      'filter dstPort in [22, 3389]',
      'filter srcAddr in 10.0.0.0/8',
      'filter srcAddr in (filter action = "REJECT" | fields srcAddr)',
    ],
  },
  as: {
    title: 'as',
    signature: 'expression as name',
    summary: 'Gives a column its name.',
    remark: 'Later stages use it by that name. A name with other signs than letters, digits and _ goes in backquotes.',
    examples: ['stats sum(bytes) as total by srcAddr | sort total desc'],
  },
  by: {
    title: 'by',
    signature: 'by expression [as name], …',
    summary: 'Groups by these values: one row for each combination.',
    examples: ['stats count(*) as n by srcAddr, bin(5m)'],
  },
  asc: {
    title: 'asc',
    signature: 'sort expression asc',
    summary: 'Smallest first; so it is without a word.',
    examples: ['sort @timestamp asc'],
  },
  desc: {
    title: 'desc',
    signature: 'sort expression desc',
    summary: 'Largest first.',
    remark: 'Missing values come last.',
    examples: ['sort bytes desc'],
  },
  offset: {
    title: 'offset',
    signature: 'bin(period) offset period',
    summary: 'Moves the edges of the bins.',
    examples: ['stats count(*) as n by bin(1h) offset 15m'],
  },
  output: {
    title: 'OUTPUT',
    signature: 'lookup table key OUTPUT column [as name], …',
    summary: 'Columns of the table to add; fields of that name are replaced.',
    examples: ['lookup ports port as dstPort OUTPUT name'],
  },
  outputnew: {
    title: 'OUTPUTNEW',
    signature: 'lookup table key OUTPUTNEW column [as name], …',
    summary: 'Columns of the table to add; fills in only what is missing.',
    examples: ['lookup ports port as dstPort OUTPUTNEW name'],
  },
  with: {
    title: 'with',
    signature: 'top n field by aggregate with others | fillmissing with value for field',
    summary: 'with others: one last row for all the rest. with value: what fills a gap.',
    examples: ['top 10 srcAddr by sum(bytes) as b with others'],
  },
  others: {
    title: 'others',
    signature: 'with others',
    summary: 'One last row for all that are not among the first.',
    remark: 'Computed over their records, not summed from rows.',
    examples: ['top 10 srcAddr by sum(bytes) as b with others'],
  },
  any: {
    title: 'any',
    signature: 'limit any n',
    summary: 'Takes whichever rows come first, without an order.',
    examples: ['limit any 20'],
  },
  multi: {
    title: 'multi',
    signature: 'parse field /regular expression/ multi',
    summary: 'One row for every match.',
    examples: ['parse @message /(?<n>\\d+)/ multi'],
  },
  maxspan: {
    title: 'maxspan',
    signature: 'sessionize field, … maxspan period',
    summary: 'A silence longer than this begins a new session.',
    examples: ['sessionize srcAddr, dstAddr maxspan 30m as s'],
  },
  into: {
    title: 'into',
    signature: 'unnest list into name',
    summary: 'The name of each element.',
    examples: ['unnest parts into part'],
  },
  true: {
    title: 'true',
    signature: 'true',
    summary: 'The truth value; 1 in arithmetic.',
    examples: ['fields true as yes'],
  },
  false: {
    title: 'false',
    signature: 'false',
    summary: 'The truth value; 0 in arithmetic.',
    examples: ['fields false as no'],
  },
  null: {
    title: 'null',
    signature: 'null',
    summary: 'Missing. Nothing equals it: ask ispresent(field).',
    examples: ['fields case(bytes > 0, bytes, null) as some'],
  },
  source: {
    title: 'SOURCE',
    signature: 'SOURCE flows [start=-1d] [end=now]',
    summary: 'The records, and a range of the query’s own.',
    remark: 'Only first. Without it the range of the page holds. A log group’s name is taken, and ignored.',
    examples: ['SOURCE flows start=-8d end=-1d | stats count(*) as n by srcAddr'],
  },
};

const same: Readonly<Record<string, string>> = { '==': '=', '!': 'not' };

/** Help for a word or sign in any case; undefined for one that needs none. */
export function wordHelp(word: string): WordHelp | undefined {
  const key = word.toLowerCase();
  const name = same[key] ?? key;
  return Object.hasOwn(words, name) ? words[name] : undefined;
}
