/** `npm run generate`: writes the files that are made from code and kept in the repository for editors and readers. */
import { writeFileSync } from "node:fs";
import { GENERATED_FILES } from "./generated-files";

for (const [path, content] of Object.entries(GENERATED_FILES)) writeFileSync(path, content());
