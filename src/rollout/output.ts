/**
 * Reads Terraform's output: JSON lines with `-json`, and plain text from commands that do not support `-json`. Other lines are
 * ignored, because `terraform init -json` also prints plain text.
 * Format: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
import { z } from "zod";
import { printable } from "../diagnostics/printable";

/** An error or a warning of Terraform or of a provider. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** The resource or provider that caused it. */
  readonly address: string | undefined;
}

/** How many resources a plan would change, or an apply changed. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export const NO_CHANGES: Changes = { add: 0, change: 0, remove: 0 };

/** The meaning of one line of Terraform's output. */
export type OutputEvent =
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | { readonly type: "changes"; readonly changes: Changes }
  /** An operation on a resource is still running; Terraform reports this every ten seconds. */
  | { readonly type: "waiting"; readonly address: string; readonly seconds: number }
  /** An operation on a resource has ended well. */
  | { readonly type: "applied"; readonly address: string }
  /** A resource is no longer as Terraform left it. */
  | { readonly type: "drift"; readonly address: string }
  | { readonly type: "installing"; readonly provider: string };

const line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("diagnostic"),
    diagnostic: z.object({
      severity: z.enum(["error", "warning"]),
      summary: z.string(),
      detail: z.string().default(""),
      address: z.string().optional(),
    }),
  }),
  z.object({
    type: z.literal("change_summary"),
    changes: z.object({ add: z.number(), change: z.number(), remove: z.number() }),
  }),
  z.object({
    type: z.literal("apply_progress"),
    hook: z.object({ resource: z.object({ addr: z.string() }), elapsed_seconds: z.number() }),
  }),
  z.object({ type: z.literal("apply_complete"), hook: z.object({ resource: z.object({ addr: z.string() }) }) }),
  z.object({ type: z.literal("resource_drift"), change: z.object({ resource: z.object({ addr: z.string() }) }) }),
  z.object({ type: z.literal("log"), "@message": z.string() }),
]);

/** The meaning of one line of output; undefined if the rollout does not use it. */
export function readLine(text: string): OutputEvent | undefined {
  if (!text.startsWith("{")) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined; // Plain text that happens to start with a brace, or the torn last line of a killed Terraform.
  }
  const parsed = line.safeParse(json);
  if (!parsed.success) return undefined; // One of the many kinds of line that the rollout has no use for.
  const data = parsed.data;
  switch (data.type) {
    case "diagnostic": {
      const { severity, summary, detail, address } = data.diagnostic;
      return {
        type: "diagnostic",
        diagnostic: { severity, summary: printable(summary, "removed"), detail: printable(detail, "removed"), address },
      };
    }
    case "change_summary": {
      const { add, change, remove } = data.changes;
      return { type: "changes", changes: { add, change, remove } };
    }
    case "apply_progress":
      return { type: "waiting", address: data.hook.resource.addr, seconds: data.hook.elapsed_seconds };
    case "apply_complete":
      return { type: "applied", address: data.hook.resource.addr };
    case "resource_drift":
      return { type: "drift", address: data.change.resource.addr };
    case "log": {
      const provider = /^Installing provider version: (\S+ v\S+?)(\.\.\.)?$/.exec(data["@message"])?.[1];
      return provider === undefined ? undefined : { type: "installing", provider };
    }
  }
}

/**
 * The errors that Terraform writes to stderr as plain text. Each begins with `Error: <summary>`, with or without a frame. If no
 * line begins like that, the whole text is one error.
 */
export function readPlainErrors(stderr: string): readonly Diagnostic[] {
  const text = printable(stderr, "removed")
    .split("\n")
    .map((each) => each.replace(/^[╷│╵] ?/, "").trimEnd())
    .join("\n")
    .trim();
  if (text === "") return [];
  const parts = text.split(/^(?=Error: )/m).filter((part) => part.trim() !== "");
  return parts.map((part) => {
    const [first = "", ...rest] = part.trim().split("\n");
    return {
      severity: "error",
      summary: first.replace(/^Error: /, ""),
      detail: rest.join("\n").trim(),
      address: undefined,
    };
  });
}
