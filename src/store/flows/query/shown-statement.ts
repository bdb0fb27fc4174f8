import { quoteText } from '../../../decode/index.ts';

/** A statement with its constants filled in: to read, and to run by hand. */
export function shownStatement(sql: string, params: Readonly<Record<string, string>>): string {
  return sql.replace(/\{([A-Za-z_]\w*):([A-Za-z]\w*(?:\([^{}]*\))?)\}/g, (whole, name: string, type: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? whole : literal(type, value);
  });
}

function literal(type: string, value: string): string {
  if (type === 'String') return quoteText(value);
  if (/^(U?Int(8|16|32|64)|Float64)$/.test(type) && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return value;
  if (type === 'IPv6') return `toIPv6(${quoteText(value)})`;
  return `CAST(${quoteText(value)}, ${quoteText(type)})`;
}
