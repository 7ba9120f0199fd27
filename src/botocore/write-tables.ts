/** Writes the tables of AWS's services. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { makeServiceTable, serviceTableText } from "./make-table";
import { readModels } from "./model-files";
import { serviceFile, SERVICES_FOLDER, tabledClients, tableText } from "./service-table";

/**
 * Writes a table for each client of botocore and deletes the others. A table with the same text is not written: zlib's output differs
 * between its versions.
 * @param botocore its folder
 */
export function writeServiceTables(botocore: string): void {
  mkdirSync(SERVICES_FOLDER, { recursive: true });
  const old = new Set(tabledClients());
  for (const [client, model] of readModels(botocore)) {
    const text = serviceTableText(makeServiceTable(client, model));
    if (!old.delete(client) || tableText(client) !== text) {
      writeFileSync(join(SERVICES_FOLDER, serviceFile(client)), gzipSync(text, { level: 9 }));
    }
  }
  for (const client of old) rmSync(join(SERVICES_FOLDER, serviceFile(client)));
}
