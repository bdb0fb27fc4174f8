/** What a tooltip says about a word; plain text, never markup. */
export interface Help {
  readonly title: string;
  /** `isIpInSubnet(address, network) → true or false` */
  readonly signature?: string;
  readonly summary: string;
  readonly remark?: string;
  readonly examples: readonly string[];
  /** Two columns: an argument and what it takes, a value and its name. */
  readonly table?: readonly (readonly [string, string])[];
}

const MOST_EXAMPLES = 3;

/** An element that shows help. */
export function helpElement({ title, signature, summary, remark, examples, table = [] }: Help): HTMLElement {
  const box = element('div', 'ql-help');
  if (signature === undefined || !signature.startsWith(title)) box.append(element('code', 'ql-help-title', title));
  if (signature !== undefined) box.append(element('code', 'ql-help-title', signature));
  if (summary !== '') box.append(element('p', '', summary));
  if (remark !== undefined) box.append(element('p', 'soft', remark));
  if (table.length > 0) box.append(tableElement(table));
  for (const example of examples.slice(0, MOST_EXAMPLES)) box.append(element('code', 'ql-help-example', example));
  return box;
}

function tableElement(table: readonly (readonly [string, string])[]): HTMLElement {
  const list = element('dl', '');
  for (const [name, meaning] of table) list.append(element('dt', '', name), element('dd', '', meaning));
  return list;
}

function element(tag: 'div' | 'code' | 'p' | 'dl' | 'dt' | 'dd', name: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}
