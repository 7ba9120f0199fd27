/**
 * The checks of several values of a fleet file together: unique ids and names, references to existing things, one
 * partition, runbooks that exist. Each check is one small function over the draft.
 */
import type { ValueProblem } from "../../diagnostics/value-problem";
import type { Draft } from "../draft";
import { draftOf } from "../draft";
import {
  accountsAreInKnownUnits,
  administratorAccountIsKnown,
  onlyMembersAreRegistered,
  uniqueAccountIds,
  uniqueAccountNames,
} from "./accounts";
import { amiSharingProblems } from "./ami-sharing";
import { associationProblems } from "./associations";
import {
  automationSettingsAreForAccountsInWhichRunbooksRun,
  automationSettingsAreForRegionsOfTheFleet,
} from "./automation";
import { deployRoleProblems } from "./deploy-roles";
import { ec2TargetProblems } from "./targets/ec2-targets";
import { organizationalUnitsBelongToTheRoot, uniqueOrganizationalUnits } from "./organization";
import { permittedActionsExist, permittedResourcesAreNarrow, policiesCanBeAttached } from "./permissions";
import { outputsProblems } from "./outputs";
import { pipelineProblems } from "./pipeline";
import { principalsAreInTheOrganization } from "./principals";
import { accountsAreInRegionsOfTheFleet, homeRegionIsNotRetired, regionsFitTogether } from "./regions";
import { retiredAccountsAreNotUsed } from "./retired-accounts";
import {
  managementAccountWithRunbooksIsATarget,
  runbooksActInKnownUnits,
  runbooksAreNamedOnce,
  runbooksAreSharedWithFewEnough,
  runbooksExist,
} from "./runbooks";
import { stateProblems } from "./state";
import type { Surroundings } from "./surroundings";
import { tagKeysDifferInMoreThanCase, tagsAreNotReserved, tagsAreNotTooMany } from "./tags";

type Check = (file: Draft, surroundings: Surroundings) => readonly ValueProblem[];

const CHECKS: readonly Check[] = [
  uniqueAccountIds,
  uniqueAccountNames,
  uniqueOrganizationalUnits,
  organizationalUnitsBelongToTheRoot,
  accountsAreInKnownUnits,
  administratorAccountIsKnown,
  onlyMembersAreRegistered,
  regionsFitTogether,
  homeRegionIsNotRetired,
  accountsAreInRegionsOfTheFleet,
  retiredAccountsAreNotUsed,
  runbooksExist,
  runbooksAreNamedOnce,
  runbooksActInKnownUnits,
  runbooksAreSharedWithFewEnough,
  managementAccountWithRunbooksIsATarget,
  permittedActionsExist,
  permittedResourcesAreNarrow,
  policiesCanBeAttached,
  amiSharingProblems,
  principalsAreInTheOrganization,
  ec2TargetProblems,
  deployRoleProblems,
  tagsAreNotReserved,
  tagKeysDifferInMoreThanCase,
  tagsAreNotTooMany,
  stateProblems,
  outputsProblems,
  pipelineProblems,
  associationProblems,
  automationSettingsAreForRegionsOfTheFleet,
  automationSettingsAreForAccountsInWhichRunbooksRun,
];

/** The faults between the values of a fleet file's content (plain data, as YAML gives it). */
export function consistencyProblems(content: unknown, surroundings: Surroundings): readonly ValueProblem[] {
  const file = draftOf(content);
  return CHECKS.flatMap((check) => check(file, surroundings));
}
