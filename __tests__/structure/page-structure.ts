/** The structure of a page in Markdown. */

/**
 * What a page has whatever its language: the levels of its headings, blocks of code, links, pictures, inline code, rows and points.
 * @param without links that are left out
 */
export function pageStructure(text: string, without: readonly string[]) {
  const blocks = [...text.matchAll(/^```.*\n[^]*?^```$/gm)].map(([block]) => block.replace(/ +#.*$/gm, ""));
  const prose = text.replace(/^```.*\n[^]*?^```$/gm, "");
  return {
    headings: [...prose.matchAll(/^#+(?= )/gm)].map(([marks]) => marks),
    blocks,
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link]) => link)
      .filter((link) => !without.includes(link ?? "")),
    code: [...new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code))].sort(),
    rows: [...prose.matchAll(/^\|/gm)].length,
    points: [...prose.matchAll(/^(?:\d+\.|-) /gm)].map(([mark]) => mark),
  };
}
