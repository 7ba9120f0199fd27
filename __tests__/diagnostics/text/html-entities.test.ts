import { withoutEntities } from "../../../src/diagnostics/text/html-entities";

describe("A text with entities", () => {
  it("has the characters in their place, each decoded once", () => {
    expect(withoutEntities("&lt;a&gt; &amp; &quot;b&quot; &#39;c&#39;&nbsp;d")).toBe(`<a> & "b" 'c' d`);
    expect(withoutEntities("&amp;lt; &unknown;")).toBe("&lt; &unknown;");
  });
});
