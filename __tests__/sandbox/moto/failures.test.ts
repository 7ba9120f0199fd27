import { MotoFailures } from "../../../src/sandbox/moto/failures";

const ACCESS = '<local> - - [22/Nov/2026 02:27:05] "POST / HTTP/1.1" 500 -';

function reading(...lines: string[]): MotoFailures {
  const failures = new MotoFailures();
  lines.forEach((line) => failures.read(line));
  return failures;
}

function traceback(place: string, exception: string): string[] {
  return [
    "Error on request:",
    "Traceback (most recent call last):",
    `  File "x.py", line 1, in ${place}`,
    "    call()",
    exception,
  ];
}

describe("the reader of moto's standard error", () => {
  it("recognizes an operation that is not implemented", async () => {
    const failures = reading(
      ACCESS,
      ...traceback("call_action", "NotImplementedError: The create_foo action has not been implemented"),
    );
    expect(await failures.claim()).toBe("not implemented");
  });

  it("recognizes an operation that moto's model of the service does not have", async () => {
    const failures = reading(...traceback("operation_model", "botocore.model.OperationNotFoundError: CreateFoo"));
    expect(await failures.claim()).toBe("not implemented");
  });

  it("recognizes a service that moto does not have", async () => {
    const failures = reading(
      ...traceback("get_backend", "AttributeError: 'NoneType' object has no attribute 'replace'"),
    );
    expect(await failures.claim()).toBe("not implemented");
  });

  it("goes by the last exception of a traceback, not by the one that caused it", async () => {
    const failures = reading(
      "Error on request:",
      "Traceback (most recent call last):",
      '  File "x.py", line 1, in read',
      "NotImplementedError: first",
      "",
      "During handling of the above exception, another exception occurred:",
      "",
      "Traceback (most recent call last):",
      '  File "x.py", line 2, in write',
      "ValueError: second",
      ACCESS,
    );
    expect(await failures.claim()).toBe("failed");
  });

  it("returns each failure once", async () => {
    const failures = reading(...traceback("a", "ValueError: one"), ...traceback("b", "NotImplementedError: two"));
    expect([await failures.claim(), await failures.claim()]).toEqual(["failed", "not implemented"]);
  });

  it("separates errors from the access log", () => {
    const failures = new MotoFailures();
    expect(failures.read(ACCESS)).toBe(false);
    expect(failures.read("no module named flask")).toBe(true);
    expect(failures.lastLines()).toBe("no module named flask");
  });
});
