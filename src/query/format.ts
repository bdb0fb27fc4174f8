import { parseDraft } from './draft.ts';
import { printQuery } from './parse-query.ts';
import type { Coloured } from './syntax/token.ts';

const width = 100;
const indent = '    ';

/** A token with what lies around it. */
interface Piece extends Coloured {
  /** As it will be written. */
  readonly text: string;
  /** A blank stands before it, where it does not begin a line. */
  readonly blank: boolean;
  /** Brackets around it. */
  readonly depth: number;
  /** A line may end before it. */
  readonly breaks: boolean;
  /** Of a comment: alone on its line. */
  readonly alone: boolean;
}

/**
 * A query as its readers expect it: every stage on a line of its own that begins with a bar, one blank between words,
 * long lists on several lines. Comments stay where they are, and so do all words, brackets and quotes. A text that is no
 * query comes back as it is; formatting twice changes nothing more.
 */
export function format(text: string): string {
  const { tokens, diagnostics, query } = parseDraft(text);
  if (diagnostics.failed) return text;
  const lines: string[] = [];
  let stage: Piece[] = [];
  const finish = () => {
    if (stage.length > 0)
      lines.push(
        ...stageLines(
          stage,
          lines.some((line) => !line.startsWith('#')),
        ),
      );
    stage = [];
  };
  for (const piece of pieces(text, tokens)) {
    if (piece.role === 'pipe' && piece.depth === 0) finish();
    else if (piece.role === 'comment' && stage.length === 0) lines.push(piece.text);
    else stage.push(piece);
  }
  finish();
  const formatted = lines.join('\n');
  const again = parseDraft(formatted);
  return !again.diagnostics.failed && printQuery(again.query) === printQuery(query) ? formatted : text;
}

/** Lines of a stage and its comments; the comments at its end that stand alone belong to what follows. */
function stageLines(stage: readonly Piece[], barred: boolean): string[] {
  const lastWord = stage.findLastIndex(({ role }) => role !== 'comment');
  const trailing = stage.slice(lastWord + 1);
  const lines: string[] = [];
  let run: Piece[] = [];
  const flush = () => {
    if (run.length > 0) lines.push(...wrap(run, lines.length === 0 ? (barred ? '| ' : '') : indent, 0));
    run = [];
  };
  for (const piece of stage.slice(0, lastWord + 1)) {
    if (piece.role !== 'comment') {
      run.push(piece);
      continue;
    }
    flush();
    if (piece.alone) lines.push(`${indent}${piece.text}`);
    else lines.push(`${lines.pop() ?? ''} ${piece.text}`);
  }
  flush();
  for (const comment of trailing) {
    if (comment.alone) lines.push(comment.text);
    else lines.push(`${lines.pop() ?? ''} ${comment.text}`);
  }
  return lines;
}

/** Fills lines; where one stays too long, its parts inside brackets are put on lines of their own, too. */
function wrap(run: readonly Piece[], start: string, depth: number): string[] {
  const whole = `${start}${joined(run)}`;
  if (whole.length <= width || !run.some((piece) => piece.breaks && piece.depth >= depth)) return [whole];
  const parts: Piece[][] = [[]];
  for (const piece of run) {
    if (piece.breaks && piece.depth === depth && parts.at(-1)?.length !== 0) parts.push([]);
    parts.at(-1)?.push(piece);
  }
  const filled: Piece[][] = [];
  for (const part of parts) {
    const last = filled.at(-1);
    const before = filled.length === 1 ? start : `${indent}${'  '.repeat(depth)}`;
    if (last !== undefined && before.length + joined([...last, ...part]).length <= width) last.push(...part);
    else filled.push([...part]);
  }
  return filled.flatMap((line, i) => wrap(line, i === 0 ? start : `${indent}${'  '.repeat(depth)}`, depth + 1));
}

function joined(run: readonly Piece[]): string {
  return run.map(({ text, blank }, i) => (blank && i > 0 ? ` ${text}` : text)).join('');
}

function pieces(text: string, tokens: readonly Coloured[]): Piece[] {
  const made: Piece[] = [];
  const words = tokens.map((token) => ({ ...token, raw: text.slice(token.start, token.end) }));
  let depth = 0;
  let tight = false;
  const before: Word[] = [];
  for (const word of words) {
    const last = before.at(-1);
    if (word.role === 'comment') {
      const line = text.slice(text.lastIndexOf('\n', word.start - 1) + 1, word.start);
      made.push({ ...word, text: word.raw.trimEnd(), blank: true, depth, breaks: false, alone: line.trim() === '' });
      continue;
    }
    if (/^[)\]]$/.test(word.raw)) depth -= 1;
    const setting = word.raw === '=' && isSettingName(before);
    const glued = setting || tight || isGlued(before, word);
    const breaks =
      last?.raw === ',' || (depth > 0 && word.role === 'pipe') || /^(and|or|by|output|outputnew)$/i.test(word.raw);
    made.push({
      ...word,
      text: spelled(word),
      blank: !glued,
      depth,
      breaks: breaks && last !== undefined,
      alone: false,
    });
    // `start=-1d`: the sign belongs to the value.
    tight = setting || (tight && word.raw === '-');
    if (/^[([]$/.test(word.raw)) depth += 1;
    before.push(word);
  }
  return made;
}

/** Of `start=-1d`, `type=inner`, `$Saved(a="x")`; not of `m.key = 1`. */
function isSettingName(before: readonly Word[]): boolean {
  const last = before.at(-1);
  if (last === undefined || before.at(-2)?.raw === '.') return false;
  return last.role === 'name' || (last.role === 'keyword' && !/^(true|false|null)$/i.test(last.raw));
}

interface Word extends Coloured {
  readonly raw: string;
}

function spelled({ role, raw }: Word): string {
  if (role === 'command') return raw.toLowerCase() === 'source' ? 'SOURCE' : raw.toLowerCase();
  if (role !== 'keyword') return raw;
  return /^output(new)?$/i.test(raw) ? raw.toUpperCase() : raw.toLowerCase();
}

const endsOperand = (word: Word | undefined) =>
  word !== undefined &&
  (/^[)\]]$/.test(word.raw) ||
    /^(true|false|null)$/i.test(word.raw) ||
    ['field', 'name', 'string', 'number', 'address', 'regex', 'period', 'function', 'table'].includes(word.role));

/** True where no blank stands between a word and the one before it. */
function isGlued(before: readonly Word[], word: Word): boolean {
  const last = before.at(-1);
  if (last === undefined) return false;
  if (/^[,)\]:]$/.test(word.raw) || /^[([]$/.test(last.raw)) return true;
  if (word.raw === '.' || last.raw === '.') return true;
  const adjacent = last.end === word.start;
  if (word.raw === '(') return last.role === 'function' || last.role === 'table' || last.raw.toLowerCase() === 'bin';
  if (word.raw === '[') return adjacent && endsOperand(last);
  const isSign = last.role === 'operator' && /^[-+!]$/.test(last.raw) && !endsOperand(before.at(-2));
  return isSign && word.role !== 'operator';
}
