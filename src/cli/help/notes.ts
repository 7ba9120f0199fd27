/** What `--help` says below the options of a command: examples, exit statuses. It fits the terminal, as the rest does. */
import { FLEETBOOK, SANDBOX } from "../../diagnostics/called-as";
import { wrapped } from "../../diagnostics/text/width";

interface Notes {
  /** Command lines without the program's name: `start check-os --wait`. */
  readonly examples?: readonly string[];
  /** Command lines of the sandbox: `up --detach`. */
  readonly sandboxExamples?: readonly string[];
  /** Paragraphs. */
  readonly text?: readonly string[];
  /** `0 planned; 1 a stack could not be planned` */
  readonly exitStatus?: string;
}

/** For commander's `addHelpText("after", …)`. */
export function notes({ examples = [], sandboxExamples = [], text = [], exitStatus }: Notes): () => string {
  return () => {
    const lines = [
      ...examples.map((example) => `  ${FLEETBOOK} ${example}`),
      ...sandboxExamples.map((example) => `  ${SANDBOX} ${example}`),
    ];
    const paragraphs = [...text, ...(exitStatus === undefined ? [] : [`Exit status: ${exitStatus}.`])];
    const { columns = 80 } = process.stdout;
    return [
      ...(lines.length === 0 ? [] : [["Examples:", ...lines]]),
      ...paragraphs.map((paragraph) => wrapped(paragraph, columns)),
    ]
      .map((block) => `\n${block.join("\n")}`)
      .join("\n");
  };
}
