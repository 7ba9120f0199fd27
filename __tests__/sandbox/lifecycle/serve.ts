/** A program for the tests: serves the example fleet's sandbox in the foreground. Arguments: moto_server, folder, port. */
import { ConfigurationError } from "../../../src/diagnostics/errors";
import { serveSandbox, stopSignal } from "../../../src/sandbox/lifecycle/start";
import { exampleFleet } from "../example-fleet";

async function main([command = "", folder = "", port]: readonly string[]): Promise<number> {
  const log = (line: string) => {
    process.stderr.write(`${line}\n`);
  };
  try {
    await serveSandbox({
      fleet: exampleFleet(),
      folder,
      port: port === undefined ? undefined : Number(port),
      moto: { command },
      env: process.env,
      log,
      signal: stopSignal(),
      onReady: log,
    });
    return 0;
  } catch (error) {
    log(String(error));
    return error instanceof ConfigurationError ? 2 : 1;
  }
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
