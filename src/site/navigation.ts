/** The navigation of the site: the sections of the documentation, and a reference. */
import type { DefaultTheme } from "vitepress";
import { headOf, readPage, topicNames, topicSections } from "../guide/topics";
import { sitePath } from "./paths";

/** The page of a site's path, as VitePress names it in links. */
const linkTo = (file: string): string => `/${sitePath(file).replace(/(?:^|(?<=\/))index\.md$|\.md$/, "")}`;

const REFERENCE: DefaultTheme.SidebarItem = {
  text: "Reference",
  items: [
    { text: "All commands", link: linkTo("help") },
    {
      text: "API",
      link: "/api/",
      collapsed: true,
      items: ["fleetbook", "fleetbook/stacks", "fleetbook/runbook", "fleetbook/jest", "fleetbook/operations"].map(
        (module) => ({ text: module, link: `/api/${module}` }),
      ),
    },
    { text: "Changes", link: linkTo("CHANGELOG.md") },
  ],
};

/** The pages in English, in the order of the sections, with the reference before those for contributors. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const sections = topicSections().map(({ title, topics }) => ({
    text: title,
    items: topics
      .filter(({ name }) => !name.includes("."))
      .map((topic) => ({ text: topic.title, link: linkTo(`docs/${topic.name}.md`) })),
  }));
  return [...sections.slice(0, -1), REFERENCE, ...sections.slice(-1).map(withContributing)];
}

function withContributing({ text, items }: { readonly text: string; readonly items: DefaultTheme.SidebarItem[] }) {
  return { text, items: [{ text: "Working on Fleetbook", link: linkTo("CONTRIBUTING.md") }, ...items] };
}

/** The pages in Japanese, and below them the others. */
export function japaneseSidebar(): DefaultTheme.SidebarItem[] {
  const pages = topicNames().filter((name) => name.endsWith(".ja"));
  return [
    { text: "Fleetbook", link: "/ja/" },
    ...pages.map((name) => ({ text: headOf(readPage(name)).title, link: linkTo(`docs/${name}.md`) })),
    { text: "英語のページ", items: sidebar(), collapsed: true },
  ];
}
