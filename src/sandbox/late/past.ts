/** A resource as it was before a write: the answers to the commands of AWS's SDK that read it. */

/** What a command has answered. */
export type Answer = { readonly output: unknown } | { readonly error: unknown };

export interface Past {
  /** The refusal of every read, if there was no such resource. */
  readonly absent: { readonly error: unknown } | undefined;
  /** By the key of the command. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** The connection that has made the write. */
  readonly connection: object | undefined;
}

export interface Reading {
  /** `readKey` */
  readonly key: string;
  readonly answer: Promise<unknown>;
}

export interface ReadBefore {
  /** Reads the resource itself. It does not exist if that is refused. */
  readonly first: () => Reading;
  /** Reads what belongs to it. @param found what the first read has answered */
  readonly rest: (found: unknown) => Promise<readonly Reading[]>;
}

/** The key of a command among the reads of one resource. @param part what it asks for, if there are several of that kind */
export function readKey(command: string, part = ""): string {
  return `${command} ${part}`;
}

export async function pastOf({ first, rest }: ReadBefore, connection: object | undefined): Promise<Past> {
  const main = first();
  const answer = await answerOf(main.answer);
  if ("error" in answer) return { absent: answer, answers: new Map(), connection };
  const others = (await rest(answer.output)).map(async (each) => [each.key, await answerOf(each.answer)] as const);
  return { absent: undefined, answers: new Map([[main.key, answer], ...(await Promise.all(others))]), connection };
}

async function answerOf(answer: Promise<unknown>): Promise<Answer> {
  try {
    return { output: await answer };
  } catch (error) {
    return { error };
  }
}
