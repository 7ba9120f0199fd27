/** The schema of `organization`. */
import { z } from "zod";
import * as formats from "../formats";
import { formatted } from "./values";

export interface OrganizationalUnitFile {
  name: string;
  id: string;
  organizationalUnits?: OrganizationalUnitFile[] | undefined;
}

const organizationalUnit: z.ZodType<OrganizationalUnitFile> = z
  .strictObject({
    name: formatted(formats.ORGANIZATIONAL_UNIT_NAME),
    id: formatted(formats.ORGANIZATIONAL_UNIT_ID),
    get organizationalUnits() {
      return z.array(organizationalUnit).optional();
    },
  })
  .meta({ id: "organizationalUnit", description: "An organizational unit and the units below it." });

export const organization = z
  .strictObject({
    id: formatted(formats.ORGANIZATION_ID).describe("Id of the AWS Organization: o-…"),
    rootId: formatted(formats.ROOT_ID)
      .describe("Id of the organization's root: r-… With `include`, the lock file has it.")
      .optional(),
    organizationalUnits: z
      .array(organizationalUnit)
      .describe("The organizational units below the root, as a tree.")
      .optional(),
  })
  .describe("The AWS Organization.");
