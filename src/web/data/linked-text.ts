/** A piece of a text: words, or where they lead. */
export interface TextPiece {
  readonly text: string;
  /** Where the text is a link. */
  readonly url?: string;
}

const link = /https:\/\/[\w.-]*\w(?:\/[\w./-]*\w\/?)?/g;

/** A text with the addresses of pages in it as links. */
export function linkedText(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const { 0: url, index } of text.matchAll(link)) {
    if (index > end) pieces.push({ text: text.slice(end, index) });
    pieces.push({ text: url.replace('https://', ''), url });
    end = index + url.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}
