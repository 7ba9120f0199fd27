import { AwsError } from "../../../src/sandbox/protocol/aws-error";
import { page } from "../../../src/sandbox/protocol/pages";

const options = { defaultSize: 2, keyOf: (item: string) => item, query: ["List", "111111111111"] };

it("a list is returned page by page, every item once, without a token on the last page", () => {
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

it("a full last page has no token", () => {
  expect(page(["a", "b"], {}, options).NextToken).toBeUndefined();
  expect(page([], {}, options)).toEqual({ items: [], NextToken: undefined });
});

it("a page has as many items as MaxResults", () => {
  expect(page(["a", "b", "c"], { MaxResults: 3 }, options).items).toHaveLength(3);
});

it("the next page continues after the last item of the previous one, even if items were added at the front", () => {
  const { NextToken } = page(["c", "b", "a"], {}, options);
  expect(page(["e", "d", "c", "b", "a"], { NextToken }, options).items).toEqual(["a"]);
});

it.each([
  ["was never given", "bm90aGluZw=="],
  ["is not an encoded token", "%%%"],
])("refuses a token that %s", (_, NextToken) => {
  expect(() => page(["a"], { NextToken }, options)).toThrow(
    new AwsError("InvalidNextToken", "The specified token is not valid."),
  );
});

it("a token of another query is refused", () => {
  const { NextToken } = page(["a", "b", "c"], {}, options);
  expect(() => page(["a", "b", "c"], { NextToken }, { ...options, query: ["List", "222222222222"] })).toThrow(
    "The specified token is not valid.",
  );
});
