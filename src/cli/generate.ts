/** `npm run generate`: writes the files that are made from code, or from what AWS publishes, and kept in the repository. */
import { writeFileSync } from "node:fs";
import { FILES_FROM_AWS, GENERATED_FILES, writeFilesOfServices } from "./generated-files";
import { run } from "./run";

void run(async () => {
  for (const [path, content] of Object.entries(GENERATED_FILES)) writeFileSync(path, content());
  for (const [path, content] of Object.entries(FILES_FROM_AWS)) writeFileSync(path, await content());
  await writeFilesOfServices();
});
