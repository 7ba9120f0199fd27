// Folders of Amazon's documents, as a user puts them or as `documents pull` writes them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AmazonDocuments } from "../../src/amazon/document";
import { readAmazonDocuments } from "../../src/amazon/read-folder";

const folders: string[] = [];

/** An empty folder, which `removeFolders` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fleetbook-amazon-"));
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** A folder with these files; content that is not a string is written as JSON. @param files by path */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

/** Documents of these contents, each as version 1. */
export function documentsWith(contents: Readonly<Record<string, unknown>>): AmazonDocuments {
  const files = Object.entries(contents).map(([name, content]) => [`${name}/1.json`, content]);
  return readAmazonDocuments(folderWith(Object.fromEntries(files) as Record<string, unknown>));
}

/** A runbook with these steps. */
export function runbook(...mainSteps: readonly object[]) {
  return { schemaVersion: "0.3", description: "Made up for a test.", mainSteps };
}

export const sleep = (name = "wait") => ({ name, action: "aws:sleep", inputs: { Duration: "PT1S" } });

export const calls = (name: string, DocumentName: string, more: object = {}) => ({
  name,
  action: "aws:executeAutomation",
  inputs: { DocumentName, ...more },
});

/** A Command document with these steps. */
export function command(...mainSteps: readonly object[]) {
  return { schemaVersion: "2.2", description: "Made up for a test.", mainSteps };
}

export const shell = (name: string, ...runCommand: readonly string[]) => ({
  name,
  action: "aws:runShellScript",
  inputs: { runCommand },
});
