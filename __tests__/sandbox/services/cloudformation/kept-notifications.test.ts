// Notification topics of stacks.
import { keptNotifications } from "../../../../src/sandbox/services/cloudformation/kept-notifications";
import { jsonRequest } from "../../json-client";

const DESCRIBED = "<Stack><NotificationARNs><member>arn:a</member><member>arn:b</member></NotificationARNs></Stack>";
const updated = async (input: object) => {
  let sent = "";
  const body = Buffer.from("Action=UpdateStack&StackName=stack");
  await keptNotifications()({ ...jsonRequest("UpdateStack", input), body }, (request) => {
    if (request.operation === "UpdateStack") sent = request.body.toString();
    return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(DESCRIBED) });
  });
  return [...new URLSearchParams(sent)].filter(([name]) => name.startsWith("Notification"));
};

test("an update that names no topics keeps the stack's", async () => {
  expect(await updated({ StackName: "stack" })).toEqual([
    ["NotificationARNs.member.1", "arn:a"],
    ["NotificationARNs.member.2", "arn:b"],
  ]);
});

test("an update that names topics replaces them", async () => {
  expect(await updated({ StackName: "stack", NotificationARNs: ["arn:c"] })).toEqual([]);
});
