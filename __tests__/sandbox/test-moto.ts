// One moto for a test file, and nothing of the gateway around it.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MotoConnection } from "../../src/sandbox/moto/connection";
import { startMoto } from "../../src/sandbox/moto/process";
import { publicImagesForMoto } from "../../src/sandbox/services/ec2/public-images";

export interface TestMoto {
  readonly moto: MotoConnection;
  end(): Promise<void>;
}

export async function startTestMoto(command: string): Promise<TestMoto> {
  const folder = await mkdtemp(join(tmpdir(), "fleetbook-test-"));
  const logFile = join(folder, "moto.log");
  const started = await startMoto({ command, env: process.env, logFile, images: publicImagesForMoto() });
  return {
    moto: new MotoConnection(started),
    async end() {
      await started.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
