/** docs/design.md, the lint rule and the folders know the same rooms. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import rooms from "../../src/structure/rooms.json";

type Imports = "all" | "all but cli" | readonly string[];

const ROOT = path.resolve(__dirname, "../..");
const design = readFileSync(path.join(ROOT, "docs/design.md"), "utf8");

/** The rows of the design's first table whose last cell says what a room may import. */
function documentedRooms(): Record<string, Imports> {
  const rows = [...design.matchAll(/^\| `(\w+)\/` +\|.*\| ([^|]+?) +\|$/gm)];
  return Object.fromEntries(rows.map(([, room = "", imports = ""]) => [room, importsIn(imports)]));
}

function importsIn(cell: string): Imports {
  if (cell === "all") return "all";
  if (cell === "all but `cli`") return "all but cli";
  return cell === "nothing of ours" ? [] : cell.split(", ").map((room) => room.replaceAll("`", ""));
}

const foldersOf = (folder: string) =>
  readdirSync(path.join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe("the table of rooms in docs/design.md", () => {
  it("allows what the lint rule allows", () => {
    expect(documentedRooms()).toEqual(rooms);
  });

  it("has every folder of src, and no other room but stacks, runbooks and bench", () => {
    expect(Object.keys(documentedRooms()).sort()).toEqual([...foldersOf("src"), "stacks", "runbooks", "bench"].sort());
  });
});
