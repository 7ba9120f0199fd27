import { messageOf } from "../../../src/diagnostics/text/message-of";

describe("what an error says, in a sentence of ours", () => {
  it.each([
    ["a message, without its final period", new Error("The role is gone."), "The role is gone"],
    ["a message of several lines, as one", new Error("  It failed:\n\t twice. "), "It failed: twice"],
    ["the error's name, if it has no message", Object.assign(new Error(""), { name: "TimeoutError" }), "TimeoutError"],
    [
      "the messages of its causes, if it has none of its own",
      new AggregateError(
        [new Error("connect ECONNREFUSED ::1:80"), new Error("connect ECONNREFUSED 127.0.0.1:80")],
        "",
      ),
      "connect ECONNREFUSED ::1:80, connect ECONNREFUSED 127.0.0.1:80",
    ],
    ["whatever else was thrown", "no error at all", "no error at all"],
  ])("is %s", (_, error, message) => {
    expect(messageOf(error)).toBe(message);
  });
});
