/** Reads a file of settings that people write: plain content, and for each problem found in it the line and column. */
import { readFileSync } from "node:fs";
import { ConfigurationError, type Problem } from "./errors";
import { isObject } from "./json";
import { shownPath } from "./shown-path";
import type { ValueProblem } from "./value-problem";
import { placeAt, readYaml } from "./yaml-text";

/** No such file comes near this size; a larger one is something else. In bytes. */
const MAX_SIZE = 5 * 1024 * 1024;

/** How a kind of file is spoken of in messages. */
export interface YamlFileKind {
  /** `fleet file` */
  readonly name: string;
  /** What to do when there is none at the path. */
  readonly whenMissing: string;
  /** What a file of this kind begins with, and where that is explained. */
  readonly whenNoMap: string;
}

interface YamlFile {
  readonly content: Readonly<Record<string, unknown>>;
  /** @throws ConfigurationError with every problem, in the order of the file, if there is one */
  refuse(problems: readonly ValueProblem[]): void;
}

/**
 * @param path absolute path
 * @throws ConfigurationError if there is no such file, or it is not a YAML map
 */
export function readYamlFile(path: string, kind: YamlFileKind): YamlFile {
  const file = shownPath(path);
  const yaml = readYaml(read(path, file, kind), file, {
    maxSize: MAX_SIZE,
    whenTooLarge: () => ({
      message: `The ${kind.name} is larger than ${MAX_SIZE / 1024 / 1024} MiB.`,
      remedy: `Check that the path names a ${kind.name}.`,
    }),
    plain: false,
  });
  if (!isObject(yaml.content)) {
    throw new ConfigurationError({
      place: placeAt(file, yaml.nearestPosition([], "value")),
      message: `A ${kind.name} is a map of keys; this one is empty, a list or a single value.`,
      remedy: kind.whenNoMap,
    });
  }
  return {
    content: yaml.content,
    refuse(problems) {
      if (problems.length === 0) return;
      const located = problems.map((problem) => ({
        problem,
        position: yaml.nearestPosition(problem.path, problem.atKey === true ? "key" : "value"),
      }));
      located.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
      throw new ConfigurationError(
        ...located.map(({ problem: { message, remedy }, position }): Problem => ({
          place: placeAt(file, position),
          message,
          remedy,
        })),
      );
    },
  };
}

function read(path: string, place: string, kind: YamlFileKind): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new ConfigurationError({ place, message: `There is no ${kind.name} here.`, remedy: kind.whenMissing });
    }
    throw new ConfigurationError({
      place,
      message: `The ${kind.name} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: "Check the path and its permissions.",
    });
  }
}
