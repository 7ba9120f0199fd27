import { AwsError } from "../../../src/sandbox/protocol/aws-error";
import { page } from "../../../src/sandbox/protocol/pages";

const options = { defaultSize: 2, keyOf: (item: string) => item, query: ["List", "111111111111"] };

it("gives every item once, page by page, and no token after the last", () => {
  const all = ["a", "b", "c", "d", "e"];
  const given: string[] = [];
  let NextToken: string | undefined;
  do {
    const answer = page(all, { NextToken }, options);
    given.push(...answer.items);
    ({ NextToken } = answer);
  } while (NextToken !== undefined);
  expect(given).toEqual(all);
});

it("gives no token with a last page that is full", () => {
  expect(page(["a", "b"], {}, options).NextToken).toBeUndefined();
  expect(page([], {}, options)).toEqual({ items: [], NextToken: undefined });
});

it("gives as many items as asked for", () => {
  expect(page(["a", "b", "c"], { MaxResults: 3 }, options).items).toHaveLength(3);
});

it("goes on after the last item given, whatever is new at the front", () => {
  const { NextToken } = page(["c", "b", "a"], {}, options);
  expect(page(["e", "d", "c", "b", "a"], { NextToken }, options).items).toEqual(["a"]);
});

it.each([
  ["was never given", "bm90aGluZw=="],
  ["is no text of a token", "%%%"],
])("refuses a token that %s", (_, NextToken) => {
  expect(() => page(["a"], { NextToken }, options)).toThrow(
    new AwsError("InvalidNextToken", "The specified token is not valid."),
  );
});

it("refuses the token of another query", () => {
  const { NextToken } = page(["a", "b", "c"], {}, options);
  expect(() => page(["a", "b", "c"], { NextToken }, { ...options, query: ["List", "222222222222"] })).toThrow(
    "The specified token is not valid.",
  );
});
