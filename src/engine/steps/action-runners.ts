/**
 * The runners of all actions, except those that control the execution itself: aws:branch, aws:loop, aws:updateVariable,
 * aws:pause and aws:approve.
 */
import type { ActionName } from "../../document/action-table";
import type { ActionRunner, InputsOf, Runner } from "./action-runner";
import { assertAwsResourceProperty } from "../actions/assertAwsResourceProperty";
import { changeInstanceState } from "../actions/changeInstanceState";
import { copyImage } from "../actions/copyImage";
import { createImage } from "../actions/createImage";
import { createStack } from "../actions/createStack";
import { createTags } from "../actions/createTags";
import { deleteImage } from "../actions/deleteImage";
import { deleteStack } from "../actions/deleteStack";
import { executeAutomation } from "../actions/executeAutomation";
import { executeAwsApi } from "../actions/executeAwsApi";
import { executeScript } from "../actions/executeScript";
import { executeStateMachine } from "../actions/executeStateMachine";
import { invokeLambdaFunction } from "../actions/invokeLambdaFunction";
import { invokeWebhook } from "../actions/invokeWebhook";
import { runCommand } from "../actions/runCommand";
import { runInstances } from "../actions/runInstances";
import { sleep } from "../actions/sleep";
import { waitForAwsResourceProperty } from "../actions/waitForAwsResourceProperty";

/** Actions without a runner: they control the execution itself. */
type ControlFlow = "aws:approve" | "aws:branch" | "aws:loop" | "aws:pause" | "aws:updateVariable";

type Acting = Exclude<ActionName, ControlFlow>;

const ACTION_RUNNERS = {
  "aws:assertAwsResourceProperty": assertAwsResourceProperty,
  "aws:changeInstanceState": changeInstanceState,
  "aws:copyImage": copyImage,
  "aws:createImage": createImage,
  "aws:createStack": createStack,
  "aws:createTags": createTags,
  "aws:deleteImage": deleteImage,
  "aws:deleteStack": deleteStack,
  "aws:executeAutomation": executeAutomation,
  "aws:executeAwsApi": executeAwsApi,
  "aws:executeScript": executeScript,
  "aws:executeStateMachine": executeStateMachine,
  "aws:invokeLambdaFunction": invokeLambdaFunction,
  "aws:invokeWebhook": invokeWebhook,
  "aws:runCommand": runCommand,
  "aws:runInstances": runInstances,
  "aws:sleep": sleep,
  "aws:waitForAwsResourceProperty": waitForAwsResourceProperty,
} as const satisfies { readonly [Name in Acting]: ActionRunner<Name> };

export type ActionRunners = typeof ACTION_RUNNERS;

/** The runner of an action. Its inputs must be read with the definition of the same action. */
export function runnerOf(action: Acting): Runner<InputsOf<ActionName>> {
  return ACTION_RUNNERS[action] as Runner<unknown>;
}
