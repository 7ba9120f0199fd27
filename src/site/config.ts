/** VitePress's configuration: navigation in the order of the sections, search, and links as the repository has them. */
import { slug } from "github-slugger";
import type { DefaultTheme, MarkdownEnv, MarkdownOptions, UserConfig } from "vitepress";
import { japaneseSidebar, sidebar } from "./navigation";
import { siteLink } from "./paths";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

/**
 * @param sources the repository's file of each page, by the page's path
 * @param base where the site is on its server
 */
export function siteConfig(sources: ReadonlyMap<string, string>, base: string): UserConfig<DefaultTheme.Config> {
  return {
    title: "Fleetbook",
    description: "AWS Systems Manager Automation for every account of an AWS Organization",
    base,
    outDir: "../site",
    cacheDir: "../cache",
    markdown: {
      // Braces are text.
      attrs: { disable: true },
      anchor: { slugify: (heading) => slug(heading) },
      config: (markdown) => asInTheRepository(markdown, sources),
    },
    locales: {
      root: { label: "English", lang: "en" },
      ja: {
        label: "日本語",
        lang: "ja",
        themeConfig: JAPANESE,
        description: "AWS Organizations のすべてのアカウントで Systems Manager Automation を",
      },
    },
    themeConfig: {
      // A page without a translation leads to the first page in Japanese.
      i18nRouting: false,
      sidebar: { "/": sidebar(), "/ja/": japaneseSidebar() },
      outline: [2, 3],
      search: { provider: "local", options: { _render: withoutFiles } },
    },
  };
}

const JAPANESE: DefaultTheme.Config = {
  outline: { label: "目次", level: [2, 3] },
  docFooter: { prev: "前のページ", next: "次のページ" },
  darkModeSwitchLabel: "外観",
  sidebarMenuLabel: "メニュー",
  returnToTopLabel: "ページの先頭へ",
  langMenuLabel: "言語",
};

interface Renderer {
  render(text: string, env: MarkdownEnv): string;
}

/** What the search finds: the pages, and not the files that they link to. */
function withoutFiles(text: string, env: MarkdownEnv, markdown: Renderer): string {
  return env.relativePath.startsWith("files/") ? "" : markdown.render(text, env);
}

/** Links and pictures lead where they lead in the repository, and `{{ }}` is text: it is the language of runbooks. */
function asInTheRepository(markdown: Markdown, sources: ReadonlyMap<string, string>): void {
  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    const { relativePath } = env as MarkdownEnv;
    const file = sources.get(relativePath);
    if (file === undefined) return;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const attribute = token.type === "link_open" ? "href" : token.type === "image" ? "src" : undefined;
      const link = attribute === undefined ? null : token.attrGet(attribute);
      if (attribute !== undefined && link !== null) token.attrSet(attribute, siteLink(file, link));
    }
  });
  for (const name of ["text", "code_inline"]) {
    const rule = markdown.renderer.rules[name];
    markdown.renderer.rules[name] = (...all) => (rule?.(...all) ?? "").replaceAll("{{", "&#123;&#123;");
  }
}
