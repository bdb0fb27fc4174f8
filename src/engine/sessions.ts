import { Session } from 'chdb';
import { isSyntaxError } from './exception.ts';
import { sqlName, sqlString } from './sql-tokens.ts';

/** What a session is set to before a statement. */
export interface SessionSetup {
  readonly id: string;
  readonly database: string | undefined;
  readonly settings: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
}

export interface EngineResult {
  readonly bytes: Uint8Array;
  /** Rows of the answer (the binding calls them read). */
  readonly resultRows: number;
}

/** Opens sessions on one folder; the first to open it in a process fixes the process-wide arguments. */
export type OpenSession = () => EngineSession;

/**
 * One session of the engine, running one statement at a time.
 * Settings stay in a session once set, so each set-up first puts back what the one before it had changed: done with
 * `SET x=DEFAULT`, which the engine takes even for `readonly`. Where that fails the session must be thrown away.
 */
export class EngineSession {
  readonly #session: Session;
  #changed: readonly string[] = [];
  #database = 'default';

  constructor(session: Session) {
    this.#session = session;
  }

  /** Puts the session into the state that `setup` asks for, whatever it was before. */
  async prepare(setup: SessionSetup): Promise<void> {
    const statements: string[] = [];
    if (this.#changed.length > 0) statements.push(`SET ${this.#changed.map((name) => `${name}=DEFAULT`).join(', ')}`);
    const database = setup.database ?? 'default';
    if (database !== this.#database) statements.push(`USE ${sqlName(database)}`);
    for (const [name, value] of setup.params) statements.push(`SET param_${name}=${sqlString(value)}`);
    // `readonly` comes last: behind it no setting can be changed any more.
    const names = [...setup.settings.keys()].filter((name) => name !== 'readonly');
    const readonly = setup.settings.get('readonly');
    const sets = [
      `log_comment=${sqlString(setup.id)}`,
      ...names.map((name) => `${name}=${sqlString(setup.settings.get(name) ?? '')}`),
    ];
    if (readonly !== undefined) sets.push(`readonly=${sqlString(readonly)}`);
    statements.push(`SET ${sets.join(', ')}`);
    await this.#session.queryAsync(statements.join('; '));
    this.#changed = ['log_comment', ...setup.settings.keys()];
    this.#database = database;
  }

  /** Runs `sql`; errors carry the engine's text. */
  async run(sql: string, format = 'TabSeparated'): Promise<EngineResult> {
    const result = await this.#session.queryAsync(sql, { format });
    return { bytes: result.bytes(), resultRows: result.rowsRead };
  }

  close(): void {
    this.#session.close();
  }
}

/** A way to open sessions on `folder` with `connectionArgs` for the whole process. */
export function sessionsOn(folder: string, connectionArgs: readonly string[]): OpenSession {
  return () => new EngineSession(new Session(folder, { connectionArgs }));
}

/** A session of its own for short statements, one after the other: kills, progress, checks. */
export class SideSession {
  readonly #session: EngineSession;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(session: EngineSession) {
    this.#session = session;
  }

  /** Runs `work` when everything before it is done. */
  use<T>(work: (session: EngineSession) => Promise<T>): Promise<T> {
    const next = this.#tail.then(() => work(this.#session));
    this.#tail = next.catch(() => undefined);
    return next;
  }

  /** What the engine's parser has against `sql` as one statement, in its own words; undefined when nothing. Runs nothing. */
  async complaint(sql: string): Promise<Error | undefined> {
    try {
      await this.use((session) => session.run(`SELECT ignore(formatQuerySingleLine(${sqlString(sql)}))`));
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !isSyntaxError(error)) throw error;
      // Behind its own words the engine quotes the statement that asked.
      const [own] = error.message.split(/[.: ]*: In scope SELECT ignore\(formatQuery/);
      return own === undefined || own === error.message ? error : new Error(`${own}. (SYNTAX_ERROR)`);
    }
  }

  /** The rows of a statement, as JSON objects; 64-bit numbers must be asked for as text. */
  async rows(sql: string): Promise<Record<string, unknown>[]> {
    const text = await this.use(async (session) =>
      Buffer.from((await session.run(sql, 'JSONEachRow')).bytes).toString('utf8'),
    );
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Record<string, unknown> => JSON.parse(line));
  }

  close(): void {
    this.#session.close();
  }
}
