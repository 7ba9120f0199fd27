/** Where the project is. */
import { join } from "node:path";

export const PROJECT_FOLDER = join(__dirname, "../..");
