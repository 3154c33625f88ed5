// Writes what Node's test runner says as Rust's writes it, so that `cargo xtask test` reads every suite alike.

export default async function* (events) {
  const total = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    // A file is a test too, around its own.
    if (data.details.type === "suite" || data.nesting > 0) continue;
    const passed = type === "test:pass";
    total[passed ? "passed" : "failed"]++;
    yield `test ${data.name} ... ${passed ? "ok" : "FAILED"}\n`;
    if (!passed) yield `${data.details.error.cause?.stack ?? data.details.error}\n`;
  }
  yield `test result: ${total.passed} passed; ${total.failed} failed;\n`;
}
