/** Where keys lead in the matrix. */
import { moved } from "../../../../../../src/operations/show/html/client/matrix/grid-keys";

const SIZE = { lines: 100, columns: 4, page: 20 };

function after(key: string, ctrlKey = false) {
  const position = moved({ line: 50, column: 2 }, { key, ctrlKey }, SIZE);
  return position && [position.line, position.column];
}

describe("a key in the matrix", () => {
  it("moves by a cell, by a page, or to an end", () => {
    expect([after("ArrowDown"), after("ArrowUp")]).toEqual([
      [51, 2],
      [49, 2],
    ]);
    expect([after("ArrowLeft"), after("ArrowRight")]).toEqual([
      [50, 1],
      [50, 3],
    ]);
    expect([after("PageDown"), after("PageUp")]).toEqual([
      [70, 2],
      [30, 2],
    ]);
    expect([after("Home"), after("End")]).toEqual([
      [50, 0],
      [50, 3],
    ]);
    expect([after("Home", true), after("End", true)]).toEqual([
      [0, 0],
      [99, 3],
    ]);
  });

  it("does not leave the matrix", () => {
    expect(moved({ line: 99, column: 3 }, { key: "PageDown", ctrlKey: false }, SIZE)).toEqual({ line: 99, column: 3 });
  });

  it("is left to the browser if it does not move", () => {
    expect(after("a")).toBeUndefined();
  });
});
