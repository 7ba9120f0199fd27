/** A change of a resource with all of its attributes: what the full plan shows. */
import type { Attribute } from "./attributes";
import type { Place } from "./places";
import type { ChangeKind, ResourceChange } from "./resource-changes";
import { valueText } from "./value-text";

export interface PlanChange {
  readonly kind: ChangeKind;
  readonly label: string;
  readonly address: string;
  readonly attributes: readonly ShownAttribute[];
  /** Names of attributes that change with others and say nothing by themselves: tags_all, and computed values. */
  readonly folded: readonly string[];
}

export interface ShownAttribute {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly forcesReplacement: boolean;
}

export function planChange({ place, kind, label, attributes }: ResourceChange): PlanChange & { readonly place: Place } {
  const noise = attributes.filter(isNoise);
  return {
    place,
    ...{ kind, label, address: place.address },
    attributes: attributes.filter((attribute) => !isNoise(attribute)).map(shown),
    folded: noise.map(({ path }) => path),
  };
}

function shown({ path, before, after, forcesReplacement }: Attribute): ShownAttribute {
  return { path, before: valueText(before), after: valueText(after), forcesReplacement };
}

/** Terraform repeats each tag in tags_all, and computes ids and versions anew with every change. */
function isNoise({ path, after, forcesReplacement }: Attribute): boolean {
  return !forcesReplacement && (/^tags_all\b/.test(path) || after.kind === "unknown");
}
