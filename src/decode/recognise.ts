import { decodeLine, tokensOf } from './decode-line.ts';
import { defaultLayout, type Layout, stampedLayout, transitGatewayLayout } from './layout.ts';

const stamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Whether a line begins with the time stamp that CloudWatch Logs puts before a message when it exports to S3. */
export function isStamped(line: string): boolean {
  return stamp.test(tokensOf(line)[0] ?? '');
}

export function tokenCount(line: string): number {
  return tokensOf(line).length;
}

/**
 * The AWS default format that a line has the shape of: 14 tokens with `2`, an interface, an action and a status in
 * their places, or the 36 of a transit gateway. A format of the user's own is never guessed.
 */
export function defaultShapeOf(line: string): Layout | undefined {
  const all = tokensOf(line);
  const stamped = stamp.test(all[0] ?? '');
  const tokens = stamped ? all.slice(1) : all;
  if (looksDefault(tokens)) return stamped ? stampedDefault : defaultLayout;
  if (looksTransitGateway(tokens)) return stamped ? stampedTransitGateway : transitGatewayLayout;
  return undefined;
}

const stampedDefault = stampedLayout(defaultLayout);
const stampedTransitGateway = stampedLayout(transitGatewayLayout);

/** The AWS default format that a line is in: the shape is right, and every field checks out. */
export function defaultLayoutOf(line: string): Layout | undefined {
  const layout = defaultShapeOf(line);
  return layout !== undefined && 'record' in decodeLine(layout, line) ? layout : undefined;
}

function looksDefault(tokens: readonly string[]): boolean {
  if (tokens.length !== 14 || tokens[0] !== '2') return false;
  const [eni = '', action = '', status = ''] = [tokens[2], tokens[12], tokens[13]];
  return (
    (eni.startsWith('eni-') || eni === '-') &&
    ['ACCEPT', 'REJECT', '-'].includes(action) &&
    ['OK', 'NODATA', 'SKIPDATA'].includes(status)
  );
}

function looksTransitGateway(tokens: readonly string[]): boolean {
  return tokens.length === 36 && ['TransitGateway', 'TransitGatewayAttachment'].includes(tokens[1] ?? '');
}

/** How many of the first lines are looked at. */
const judgedLines = 20;

/**
 * The AWS default format of a text without header: that of the first line that fits one, if more than half of the
 * first lines fit it. Bad lines among good ones do not spoil a file; good ones among bad do not make it one.
 */
export function defaultLayoutOfLines(lines: readonly string[]): Layout | undefined {
  const judged = lines.filter((line) => line.trim() !== '').slice(0, judgedLines);
  const layouts = judged.map(defaultLayoutOf);
  const first = layouts.find((layout) => layout !== undefined);
  if (first === undefined) return undefined;
  const same = layouts.filter((l) => l?.origin === first.origin && l.stamped === first.stamped).length;
  return same * 2 > judged.length ? first : undefined;
}
