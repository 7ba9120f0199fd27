/** How outputs fit into a page. */
import { layOut } from "../../../../../src/operations/show/html/model/page-outputs";

const sized = (bytes: number) => ({ sha256: `${bytes}`, bytes, isText: true });

describe("the outputs of a page", () => {
  it("stand one behind the other, and a pack that is full is followed by the next", () => {
    const places = layOut([60, 30, 20].map(sized), 1_000, 100);
    expect(places.map(([, , , pack, start, held]) => [pack, start, held])).toEqual([
      [0, 0, 60],
      [0, 60, 30],
      [1, 0, 20],
    ]);
  });

  it("are whole as long as all of them fit", () => {
    expect(layOut([500, 400, 100].map(sized), 1_000, 100).map(([, , , , , held]) => held)).toEqual([500, 400, 100]);
  });

  it("keep the same length at most if they do not fit, so that short ones stay whole", () => {
    expect(layOut([5_000, 10, 700].map(sized), 1_000, 100).map(([, , , , , held]) => held)).toEqual([495, 10, 495]);
  });
});
