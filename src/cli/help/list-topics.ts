/** The list of pages that `help topics` shows. */
import type { Colors } from "../../diagnostics/colors";
import type { TopicSection } from "../../guide/topics";
import { flow, wordsOf } from "./flow";

interface Target {
  /** Names after which `help` shows a command: the page of that name has its file's name. */
  readonly commands: readonly string[];
  readonly columns: number;
  readonly colors: Colors;
  /** A call of `help`. */
  readonly example: string;
}

export function listTopics(sections: readonly TopicSection[], { commands, columns, colors, example }: Target): string {
  const called = (name: string): string => (commands.includes(name) ? `${name}.md` : name);
  const names = sections.flatMap(({ topics }) => topics.map(({ name }) => called(name)));
  const width = Math.max(...names.map(({ length }) => length));
  const listed = sections.map(({ title, topics }) => {
    const lines = topics.map(({ name, summary }) =>
      flow(wordsOf(summary), columns, `  ${called(name).padEnd(width)}  `, " ".repeat(width + 4)),
    );
    return [colors.bold(title), ...lines].join("\n");
  });
  return `${[...listed, `To read one: ${example}`].join("\n\n")}\n`;
}
