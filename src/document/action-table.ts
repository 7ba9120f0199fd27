/** Every Automation action by name. Types, checks and documentation are derived from this list. */
import type { ActionDefinition } from "./action";
import { approve } from "./actions/approve";
import { assertAwsResourceProperty } from "./actions/assertAwsResourceProperty";
import { branch } from "./actions/branch";
import { changeInstanceState } from "./actions/changeInstanceState";
import { copyImage } from "./actions/copyImage";
import { createImage } from "./actions/createImage";
import { createStack } from "./actions/createStack";
import { createTags } from "./actions/createTags";
import { deleteImage } from "./actions/deleteImage";
import { deleteStack } from "./actions/deleteStack";
import { executeAutomation } from "./actions/executeAutomation";
import { executeAwsApi } from "./actions/executeAwsApi";
import { executeScript } from "./actions/executeScript";
import { executeStateMachine } from "./actions/executeStateMachine";
import { invokeLambdaFunction } from "./actions/invokeLambdaFunction";
import { invokeWebhook } from "./actions/invokeWebhook";
import { loop } from "./actions/loop";
import { pause } from "./actions/pause";
import { runCommand } from "./actions/runCommand";
import { runInstances } from "./actions/runInstances";
import { sleep } from "./actions/sleep";
import { updateVariable } from "./actions/updateVariable";
import { waitForAwsResourceProperty } from "./actions/waitForAwsResourceProperty";

const ACTIONS = {
  "aws:approve": approve,
  "aws:assertAwsResourceProperty": assertAwsResourceProperty,
  "aws:branch": branch,
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
  "aws:loop": loop,
  "aws:pause": pause,
  "aws:runCommand": runCommand,
  "aws:runInstances": runInstances,
  "aws:sleep": sleep,
  "aws:updateVariable": updateVariable,
  "aws:waitForAwsResourceProperty": waitForAwsResourceProperty,
} as const satisfies Readonly<Record<`aws:${string}`, ActionDefinition>>;

export type Actions = typeof ACTIONS;
export type ActionName = keyof Actions;

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly ActionName[];

/** The action of that name; undefined if Automation has no such action. */
export function actionOf(name: unknown): ActionDefinition | undefined {
  return typeof name === "string" && Object.hasOwn(ACTIONS, name) ? ACTIONS[name as ActionName] : undefined;
}
