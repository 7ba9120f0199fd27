/**
 * Measures cdk-ssm-documents' simulation: `node measure.js commands|scripts <seconds>` prints
 * `{ perSecond, perCpuSecond }` as its last line. It runs in a process of its own, because its simulation is synchronous and talkative.
 */
const { performance } = require("node:perf_hooks");
const { writeSync } = require("node:fs");
const { App, Stack } = require("aws-cdk-lib");
const ssm = require("@cdklabs/cdk-ssm-documents");

const STDOUT = 1;
console.log = () => undefined;

const stack = new Stack(new App(), "peer");
const text = (value) => new ssm.HardCodedString(value);

/** Five aws:runCommand steps that are answered at once. */
function commands() {
  const document = new ssm.AutomationDocument(stack, "commands", {
    documentFormat: ssm.DocumentFormat.JSON,
    documentName: "commands",
  });
  for (const step of ["CheckHostname", "CheckTimezone", "CheckLocale", "CheckUpdate", "CheckNTP"]) {
    document.addStep(
      new ssm.RunCommandStep(stack, step, {
        documentName: text("AWS-RunShellScript"),
        targets: new ssm.HardCodedStringList(["i-0123456789abcdef0"]),
        parameters: new ssm.HardCodedStringMap({ commands: ["hostname"] }),
      }),
    );
  }
  const answer = { commandId: "command", status: "Success", responseCode: 0, output: "ip-10-0-1-23\n" };
  return ssm.Simulation.ofAutomation(document, { runCommandHook: { execute: () => answer } });
}

/** One aws:executeScript step that adds one. */
function scripts() {
  const document = new ssm.AutomationDocument(stack, "scripts", {
    documentFormat: ssm.DocumentFormat.JSON,
    documentName: "scripts",
  });
  document.addStep(
    new ssm.ExecuteScriptStep(stack, "addOne", {
      language: ssm.ScriptLanguage.python(ssm.PythonVersion.VERSION_3_11, "handler"),
      code: ssm.ScriptCode.inline('def handler(events, context):\n    return {"n": events["n"] + 1}\n'),
      inputPayload: { n: new ssm.HardCodedNumber(1) },
      outputs: [{ name: "n", outputType: ssm.DataTypeEnum.INTEGER, selector: "$.Payload.n" }],
    }),
  );
  return ssm.Simulation.ofAutomation(document, {});
}

const [what, seconds] = process.argv.slice(2);
const simulation = what === "scripts" ? scripts() : commands();
const run = () => {
  const { responseCode } = simulation.simulate({});
  if (responseCode !== 0) throw new Error(`The peer's simulation failed: ${responseCode}`);
};
/** Of this process, V8's helper threads included. */
const processorSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const wallSeconds = () => performance.now() / 1000;
// Scripts run in processes of their own.
const now = what === "scripts" ? wallSeconds : processorSeconds;
// Reading processor time takes as long as a twentieth of a run.
const every = what === "scripts" ? 1 : 50;
const repeat = (duration) => {
  let runs = 0;
  for (const end = now() + duration; runs % every !== 0 || now() < end; runs += 1) run();
  return runs;
};
if (what === "scripts") run();
else repeat(Number(seconds) / 2);

const [cpu, startedAt] = [processorSeconds(), wallSeconds()];
const runs = repeat(Number(seconds));
const figures = { perSecond: runs / (wallSeconds() - startedAt), perCpuSecond: runs / (processorSeconds() - cpu) };
writeSync(STDOUT, `\n${JSON.stringify(figures)}\n`);
// The worker that it runs Python with would keep the process alive.
process.exit(0);
