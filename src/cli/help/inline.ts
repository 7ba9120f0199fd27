/**
 * What is in a paragraph of Markdown, as words: code and emphasis have colours, links say where they go. Marked escapes text for HTML
 * only when it renders; entities that the page has itself are decoded here.
 */
import { basename } from "node:path";
import type { Token, Tokens } from "marked";
import type { Colors } from "../../diagnostics/colors";
import { withoutEntities } from "../../diagnostics/text/html-entities";
import { wordsOf, type Word } from "./flow";

type Style = (text: string) => string;

/** @param isTopic whether this is the name of a page that `help` shows */
export function inlineWords(
  tokens: readonly Token[],
  colors: Colors,
  isTopic: (name: string) => boolean,
  outer?: Style,
): readonly Word[] {
  const within = (token: { readonly tokens?: Token[] }, style: Style | undefined = outer) =>
    inlineWords(token.tokens ?? [], colors, isTopic, style);
  return tokens.flatMap((each): readonly Word[] => {
    const token = each as Tokens.Generic;
    switch (token.type) {
      case "strong":
        return within(token, colors.bold);
      case "em":
        return within(token, colors.italic);
      case "codespan":
        return wordsOf(codeText(String(token.text), colors), colors.cyan);
      case "link":
        return [...within(token), ...targetOf(token as Tokens.Link, isTopic, colors)];
      case "image":
        return wordsOf(`[picture: ${withoutEntities(String(token.text))}]`, colors.dim);
      case "br":
        return wordsOf(" ");
      case "html":
        return [];
      default:
        return token.tokens === undefined ? wordsOf(withoutEntities(String(token.text)), outer) : within(token);
    }
  });
}

/** Where a link goes, if its text does not say so: to an address, or to a page that `help` shows. */
function targetOf({ href, text }: Tokens.Link, isTopic: (name: string) => boolean, colors: Colors): readonly Word[] {
  if (/^https?:/.test(href)) return text === href ? [] : wordsOf(` (${href})`, colors.dim);
  const [file = ""] = href.split("#");
  const name = basename(file, ".md");
  if (!file.endsWith(".md") || !isTopic(name) || basename(text) === basename(file)) return [];
  return wordsOf(` (${basename(file)})`, colors.dim);
}

/** Without colours, backticks show what is code. */
function codeText(text: string, { isColorSupported }: Colors): string {
  return isColorSupported ? text : `\`${text}\``;
}
