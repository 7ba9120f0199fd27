/** What a shell text means: the tree that `parse.ts` makes and `shell.ts` runs. */

/** A part of a word; what is quoted is neither split into fields nor a pattern. */
export type Part =
  | { readonly kind: "text"; readonly text: string; readonly quoted: boolean }
  | {
      readonly kind: "parameter";
      readonly name: string;
      /** `:-`, `#`, …; `length` for `${#name}`. */
      readonly operator: string | undefined;
      readonly operand: Word;
      readonly quoted: boolean;
    }
  | { readonly kind: "command"; readonly body: Node; readonly quoted: boolean }
  | { readonly kind: "arithmetic"; readonly expression: Word; readonly quoted: boolean };

export type Word = readonly Part[];

export interface Redirection {
  readonly descriptor: 0 | 1 | 2;
  readonly operator: "<" | ">" | ">>" | ">&" | "<<";
  /** A path, a descriptor or the text of a here-document. */
  readonly target: Word;
}

export type Node =
  | {
      readonly kind: "simple";
      readonly assignments: readonly (readonly [string, Word])[];
      readonly words: readonly Word[];
      readonly redirections: readonly Redirection[];
    }
  | { readonly kind: "pipeline"; readonly commands: readonly Node[]; readonly negated: boolean }
  | { readonly kind: "and" | "or"; readonly left: Node; readonly right: Node }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "if"; readonly condition: Node; readonly then: Node; readonly otherwise: Node | undefined }
  | { readonly kind: "while"; readonly condition: Node; readonly body: Node; readonly until: boolean }
  | { readonly kind: "for"; readonly name: string; readonly words: readonly Word[] | undefined; readonly body: Node }
  | {
      readonly kind: "case";
      readonly word: Word;
      readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: Node }[];
    }
  | { readonly kind: "subshell"; readonly body: Node }
  | { readonly kind: "function"; readonly name: string; readonly body: Node }
  | { readonly kind: "redirected"; readonly body: Node; readonly redirections: readonly Redirection[] };

/** A text that is not understood. */
export class ShellSyntaxError extends Error {
  override readonly name = "ShellSyntaxError";
}
