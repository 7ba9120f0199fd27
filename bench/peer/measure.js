/**
 * Measures cdk-ssm-documents' simulation: `node measure.js commands|scripts <seconds>` prints
 * `{ perSecond, perCpuSecond }` as its last line. It runs in a process of its own, because its simulation is synchronous and talkative.
 */
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
for (let warm = 0; warm < (what === "scripts" ? 1 : 2000); warm += 1) run();

const cpu = process.cpuUsage();
const begun = process.hrtime.bigint();
const end = begun + BigInt(Number(seconds) * 1e9);
let runs = 0;
for (; process.hrtime.bigint() < end; runs += 1) run();
const elapsed = Number(process.hrtime.bigint() - begun) / 1e9;
const { user, system } = process.cpuUsage(cpu);
const figures = { perSecond: runs / elapsed, perCpuSecond: runs / ((user + system) / 1e6) };
writeSync(STDOUT, `\n${JSON.stringify(figures)}\n`);
// The worker that it runs Python with would keep the process alive.
process.exit(0);
