/** Where the values of an expanded fleet file really are: in an entry of `settings`, in the defaults, or on a line of the lock. */
import { pathString, type Path } from "../../diagnostics/path";
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Expansion } from "./expand";
import { originOf } from "./merge";

/** A place in one of the two files. */
export interface Source {
  readonly file: "fleet" | "lock";
  readonly path: Path;
}

/** @param path in the expanded content */
function sourceOf({ members, content }: Expansion, path: Path): Source {
  const [first, second, ...rest] = path;
  if (first === "memberAccounts" && typeof second === "number") {
    const member = members[second];
    if (member === undefined) return { file: "fleet", path };
    const [key] = rest;
    const origin = key === undefined || OF_LOCK[key] !== undefined ? undefined : originOf(member.settings, rest);
    if (origin !== undefined) return { file: "fleet", path: origin };
    const named = key === undefined ? undefined : OF_LOCK[key];
    return { file: "lock", path: ["accounts", member.id, ...(named === undefined ? [] : [named])] };
  }
  if (first === "organization" && second === "organizationalUnits") {
    const unit = idAt(content, path);
    return { file: "lock", path: unit === undefined ? ["organizationalUnits"] : ["organizationalUnits", unit] };
  }
  if (first === "organization" && second === "rootId") {
    return { file: "lock", path: ["organization", "rootId"] };
  }
  return { file: "fleet", path };
}

/** The members of an account that are from the lock, and their keys there. */
const OF_LOCK: Readonly<Record<string, string>> = { id: "stack", name: "stack", ou: "parent" };

function idAt(content: unknown, path: Path): string | undefined {
  let value: unknown = content;
  let id: string | undefined;
  for (const part of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
    if (typeof value === "object" && value !== null && "id" in value && typeof value.id === "string") id = value.id;
  }
  return id;
}

/** A path of the expanded content in a message. */
const WRITTEN = /\b(?:memberAccounts\[\d+\]|organization\.organizationalUnits\[\d+\])(?:\[\d+\]|\.[\w-]+)*/g;

/** A problem of the expanded content at its real place, in the words of the file that people write. */
export function atSource(expansion: Expansion, problem: ValueProblem): ValueProblem & Pick<Source, "file"> {
  const inWords = (text: string) => text.replace(WRITTEN, (written) => sourceText(expansion, pathOf(written)));
  // The problem's own path first: a key in it may contain what separates keys.
  const own = pathString(problem.path);
  const message =
    own === ""
      ? inWords(problem.message)
      : problem.message
          .split(new RegExp(`${own.replace(/[^\\w]/g, "\\$&")}(?!\\[|\\.?[\\w-])`))
          .map(inWords)
          .join(sourceText(expansion, problem.path));
  const { file, path } = sourceOf(expansion, problem.path);
  return { ...problem, file, path, message, remedy: inWords(problem.remedy) };
}

function sourceText(expansion: Expansion, path: Path): string {
  const source = sourceOf(expansion, path);
  if (source.file === "fleet") return pathString(source.path);
  const [section, id, key] = source.path;
  if (section === "accounts") {
    const account = expansion.members.find((member) => member.id === id)?.account.stack ?? "";
    const named = `account ${account} (${id})`;
    return key === undefined ? named : `the ${key === "stack" ? "stack name" : String(key)} of ${named}`;
  }
  return section === "organizationalUnits" && id !== undefined ? `the unit ${id}` : pathString(source.path);
}

function pathOf(written: string): Path {
  return [...written.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );
}
