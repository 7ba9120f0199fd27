import { listTopics } from "../../../src/cli/help/list-topics";
import { colorsFor } from "../../../src/diagnostics/colors";

describe("the list of topics", () => {
  it("has a section for each task, and names the file of a page whose name is a command's", () => {
    const topics = [
      { name: "report", title: "Report", summary: "Every result of a run in one place." },
      { name: "scale", title: "Scale", summary: "What it costs." },
    ];
    const target = { commands: ["report"], columns: 40, colors: colorsFor(false), example: "fleetbook help scale" };
    expect(listTopics([{ title: "Operate", topics }], target)).toBe(
      [
        "Operate",
        "  report.md  Every result of a run in",
        "             one place.",
        "  scale      What it costs.",
        "",
        "To read one: fleetbook help scale",
        "",
      ].join("\n"),
    );
  });
});
