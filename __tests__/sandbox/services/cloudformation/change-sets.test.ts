// Names of change sets.
import { changeSets } from "../../../../src/sandbox/services/cloudformation/change-sets";
import { query } from "../../authorization/fixtures";

const stackArn = (name: string) => `arn:aws:cloudformation:ap-northeast-1:111111111111:stack/${name}/0a`;

/** What moto is asked about the change set `changes` of a stack, after it was created in two stacks. */
async function askedAbout(StackName: string, ChangeSetName = "changes") {
  const layer = changeSets();
  let asked: unknown;
  const send = (operation: string, parameters: Record<string, string>) =>
    layer(query("cloudformation", operation, parameters), (request) => {
      asked = request.input["ChangeSetName"];
      const body = Buffer.from(`<Id>arn:of-${String(request.input["StackName"])}</Id>`);
      return Promise.resolve({ status: 200, headers: {}, body });
    });
  for (const stack of ["one", "two"]) await send("CreateChangeSet", { StackName: stack, ChangeSetName: "changes" });
  await send("DescribeChangeSet", { StackName, ChangeSetName });
  return asked;
}

test("a change set is that of its stack, where another stack has one of the same name", async () => {
  expect(await askedAbout("one")).toBe("arn:of-one");
  expect(await askedAbout("two")).toBe("arn:of-two");
  expect(await askedAbout(stackArn("one"))).toBe("arn:of-one");
});

test("a change set that is named by its ARN, or is not known, is asked for as it is named", async () => {
  expect(await askedAbout("one", "arn:of-two")).toBe("arn:of-two");
  expect(await askedAbout("one", "others")).toBe("others");
});
