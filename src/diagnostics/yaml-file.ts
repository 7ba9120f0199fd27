/** Reads a settings file: its plain content, and the line and column of each problem that is found in it. */
import { readFileSync } from "node:fs";
import { ConfigurationError, type Problem } from "./errors";
import { isObject } from "./json";
import { kindOf } from "./kind-of";
import { shownPath } from "./shown-path";
import type { ValueProblem } from "./value-problem";
import { decodeUtf8 } from "./utf8";
import { placeAt, readYaml } from "./yaml-text";

/** Bytes. No settings file comes near this size; a larger file is something else. */
const MAX_SIZE = 5 * 1024 * 1024;

/** How messages speak of a kind of file. */
export interface YamlFileKind {
  /** `fleet file` */
  readonly name: string;
  /** The remedy if there is no file at the path. */
  readonly whenMissing: string;
  /** The remedy if the content is not a map: what a file of this kind begins with, and which page explains it. */
  readonly whenNotMap: string;
}

export interface YamlFile {
  readonly content: Readonly<Record<string, unknown>>;
  /** The problems with their places, in the order of the file. */
  placed(problems: readonly ValueProblem[]): readonly Problem[];
  /** @throws ConfigurationError with every problem, in the order of the file, if there are any */
  refuse(problems: readonly ValueProblem[]): void;
}

/**
 * @param path absolute path
 * @throws ConfigurationError if there is no such file, or its content is not a YAML map
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
      message: `Expected a map at the top of a ${kind.name}, found ${kindOf(yaml.content)}.`,
      remedy: kind.whenNotMap,
    });
  }
  const placed = (problems: readonly ValueProblem[]): readonly Problem[] => {
    const located = problems.map((problem) => ({
      problem,
      position: yaml.nearestPosition(problem.path, problem.atKey === true ? "key" : "value"),
    }));
    located.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
    return located.map(({ problem: { message, remedy }, position }) => ({
      place: placeAt(file, position),
      message,
      remedy,
    }));
  };
  return {
    content: yaml.content,
    placed,
    refuse(problems) {
      if (problems.length > 0) throw new ConfigurationError(...placed(problems));
    },
  };
}

function read(path: string, place: string, kind: YamlFileKind): string {
  try {
    return decodeUtf8(readFileSync(path), place);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
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
