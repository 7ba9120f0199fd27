/** The files to copy in docs/workflows/: what runs with the fleet's credentials is exactly what was looked at. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { fleetbookProgram } from "../../src/cli/fleetbook/program";
import { filesBelow } from "./sources";

const ROOT = path.resolve(__dirname, "../..");
const files = filesBelow("docs/workflows").map((file) => [file, readFileSync(path.join(ROOT, file), "utf8")] as const);
const workflows = files.filter(([, text]) => /^on:$/m.test(text));
const read = (name: string): unknown =>
  parse(readFileSync(path.join(ROOT, "docs/workflows", name), "utf8"), { merge: true });

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Readonly<Record<string, unknown>>[] }>>;
}

const stepsOf = (text: string) => Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps);

describe.each(workflows)("%s", (_, text) => {
  it("pins every action by its commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it("says which permissions its token has", () => {
    expect((parse(text) as Workflow).permissions).toMatchObject({ contents: "read", "id-token": "write" });
  });

  it("puts nothing that others write into a script", () => {
    expect(stepsOf(text).filter(({ run }) => typeof run === "string" && run.includes("${{"))).toEqual([]);
  });

  it("uses the Terraform that the project pins", () => {
    const pinned = readFileSync(path.join(ROOT, ".terraform-version"), "utf8").trim();
    const versions = [...text.matchAll(/terraform_version: (.*)/g)].map(([, version]) => version);
    expect([...new Set(versions)]).toEqual([pinned]);
  });
});

/** The calls of Fleetbook in a file: the command and its options. */
function calls(text: string): readonly { readonly command: string; readonly options: readonly string[] }[] {
  return [...text.matchAll(/npm run -s fleetbook -- ([a-z]+)(.*)$/gm)].map(([, command = "", rest = ""]) => ({
    command,
    options: [...rest.matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(([option]) => option),
  }));
}

describe.each(files)("the commands of %s", (_, text) => {
  it("exist, with all of their options", async () => {
    const known = new Map((await fleetbookProgram()).commands.map((command) => [command.name(), command]));
    expect(calls(text)).not.toEqual([]);
    for (const { command, options } of calls(text)) {
      const its = known.get(command)?.options.map(({ long }) => long);
      expect(its).toEqual(expect.arrayContaining([...options]));
    }
  });
});

describe("a plan for a review", () => {
  it.each(["plan.yml", "drift.yml", "apply.yml", "gitlab-ci.yml"])("is read-only in %s", (name) => {
    const plans = calls(readFileSync(path.join(ROOT, "docs/workflows", name), "utf8")).filter(
      ({ command }) => command === "plan",
    );
    expect(plans.filter(({ options }) => !options.includes("--read-only"))).toEqual([]);
  });
});

describe("GitLab's file", () => {
  interface Job {
    readonly script?: readonly string[];
    readonly extends?: string;
    readonly stage?: string;
    readonly artifacts?: { readonly access?: string; readonly paths: readonly string[] };
  }
  const { stages, ...file } = read("gitlab-ci.yml") as { readonly stages: readonly string[] } & Record<string, Job>;
  const jobs = Object.entries(file).filter(([, job]) => job.script !== undefined);

  it("has jobs of known stages, all with credentials of their own", () => {
    expect(jobs.map(([name, { stage, extends: base }]) => [name, stages.includes(String(stage)), base])).toEqual([
      ["review", true, ".credentials"],
      ["plan", true, ".credentials"],
      ["apply", true, ".credentials"],
    ]);
  });

  it("lets only maintainers download plans, which contain secrets", () => {
    const keeping = jobs.filter(([, { artifacts }]) => artifacts?.paths.some((kept) => kept.startsWith("out")));
    expect(keeping.map(([name, { artifacts }]) => [name, artifacts?.access])).toEqual([["plan", "maintainer"]]);
  });
});

describe("Atlantis' file", () => {
  interface Stage {
    readonly steps: readonly { readonly run: string }[];
  }
  const file = read("atlantis.yaml") as {
    readonly projects: readonly { readonly workflow: string }[];
    readonly workflows: Readonly<Record<string, Readonly<Record<"plan" | "apply", Stage>>>>;
  };

  it("has one project, whose plan leaves the file without which Atlantis does not apply", () => {
    const [project, ...others] = file.projects;
    expect(others).toEqual([]);
    const { plan, apply } = file.workflows[project?.workflow ?? ""] ?? {};
    expect(plan?.steps.at(-1)).toEqual({ run: 'touch "$PLANFILE"' });
    expect(apply?.steps.map(({ run }) => run)).toContain('rm -f "$PLANFILE"');
  });
});
