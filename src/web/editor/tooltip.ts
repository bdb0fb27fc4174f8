/** What a tooltip says about a word; plain text, never markup. */
export interface Help {
  /** `isIpInSubnet(address, network)` */
  readonly title: string;
  readonly summary: string;
  readonly remark?: string | undefined;
  readonly examples?: readonly string[] | undefined;
  /** `function of Logs Insights` */
  readonly kind?: string | undefined;
}

/** An element that shows help. */
export function helpElement({ title, summary, remark, examples = [], kind }: Help): HTMLElement {
  const box = document.createElement('div');
  box.className = 'ql-help';
  const add = (tag: 'code' | 'p' | 'small', text: string | undefined, name = '') => {
    if (text === undefined || text === '') return;
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    box.append(element);
  };
  add('code', title, 'ql-help-title');
  add('small', kind);
  add('p', summary);
  add('p', remark, 'soft');
  for (const example of examples) add('code', example, 'ql-help-example');
  return box;
}
