/**
 * Copies of what was adopted, as it was before Terraform changed it first. They are objects in the account's state bucket, under
 * `adopted/`, until what they are of is given back.
 */
import { z } from "zod";
import { OperationError } from "../../diagnostics/errors";
import type { StateBucket } from "../state-bucket";
import type { AsItIs } from "./clients";
import { documentFormat } from "./document";
import type { Identity } from "./planned";
import { registrationFormat } from "./registration";
import { roleFormat } from "./role";

const FOLDER = "adopted/";

const format = z.object({
  format: z.literal(1),
  keptAt: z.iso.datetime(),
  /** Key of the state that has it since then. */
  state: z.string(),
  was: z.discriminatedUnion("kind", [roleFormat, documentFormat, registrationFormat]),
});

/** A copy, and the key of its object. */
export type KeptCopy = z.infer<typeof format> & { readonly key: string };

export function copyKey(identity: Identity): string {
  const { kind, name } = identity;
  const place = identity.kind === "document" ? `${identity.region}/` : "";
  return `${FOLDER}${kind}/${place}${name}.json`;
}

/** Keeps a copy, unless there is one already: the first one has what nobody has changed yet. @param state key of the stack's state */
export async function keepCopy(bucket: StateBucket, was: AsItIs, state: string): Promise<void> {
  const content: z.infer<typeof format> = { format: 1, keptAt: new Date().toISOString(), state, was };
  await bucket.write(copyKey(was), `${JSON.stringify(content, undefined, 2)}\n`, undefined);
}

/** Every copy of an account. @throws OperationError if one is not what Fleetbook writes */
export async function keptCopies(bucket: StateBucket): Promise<readonly KeptCopy[]> {
  const keys = (await bucket.list()).map(({ key }) => key).filter((key) => key.startsWith(FOLDER));
  const copies = await Promise.all(
    keys.map(async (key) => {
      const content = await bucket.read(key);
      return content === undefined ? [] : [{ ...parsed(content.text, `s3://${bucket.name}/${key}`), key }];
    }),
  );
  return copies.flat();
}

function parsed(text: string, place: string): z.infer<typeof format> {
  try {
    return format.parse(JSON.parse(text));
  } catch {
    throw new OperationError({
      place,
      message: "The copy of what was adopted is not what Fleetbook wrote.",
      remedy: "Restore an earlier version of the object.",
    });
  }
}
