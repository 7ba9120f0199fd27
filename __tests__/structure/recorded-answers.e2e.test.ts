/** The members in __tests__/fixtures/aws-cli-examples.json against the AWS CLI's own pages, where that version of it is installed. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findBoto } from "../../src/tools/boto";
import recorded from "../fixtures/aws-cli-examples.json";
import { describeWith } from "../requires";
import { membersPrinted } from "./answer-members";

/** `GetDocument` in `get-document.rst` */
const pageOf = (operation: string): string => `${operation.replace(/\B[A-Z]/g, "-$&").toLowerCase()}.rst`;

describeWith(["aws", "python3"], "the members that the AWS CLI's documentation prints", (aws) => {
  const installed = /^aws-cli\/(\S+)/.exec(execFileSync(aws, ["--version"], { encoding: "utf8" }))?.[1] ?? "";
  const itIfRecorded = recorded.source.includes(`/${installed}/`) ? it : it.skip;

  itIfRecorded("are those of its pages", async () => {
    const { modulePath } = await findBoto({ env: process.env, log: () => undefined });
    const pages = modulePath.map((path) => join(path, "awscli", "examples", "ssm")).find((path) => existsSync(path));
    const printed = Object.keys(recorded.members).map((operation) => {
      const page = readFileSync(join(pages ?? "", pageOf(operation)), "utf8");
      return [operation, membersPrinted(page)] as const;
    });
    expect(Object.fromEntries(printed)).toEqual(recorded.members);
  });
});
