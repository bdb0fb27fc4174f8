/** Rows as CSV (RFC 4180), for what a table shows. */
export type CsvValue = string | number | bigint | null;

function cell(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  // A spreadsheet would run text that begins like a formula; an apostrophe keeps it text.
  const safe = typeof value === 'string' && /^[=+@\t\r]|^-[^\d]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function toCsv(head: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
