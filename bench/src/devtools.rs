//! What only Chromium's own tools can do: leave the cache aside, slow a page down, and tell what it holds and how long it
//! worked.

use anyhow::{Context, Result, ensure};
use browser::Browser;
use serde_json::{Value, json};

use crate::conditions::Device;

/// How long the main thread of a page has worked, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Work {
    /// All of it.
    pub(crate) tasks: f64,
    /// JavaScript and WebAssembly alone.
    pub(crate) script: f64,
}

/// From now on pages come out of the cache, or are loaded as if there were none; what is in it stays.
pub(crate) async fn use_cache(browser: &Browser, is_used: bool) -> Result<()> {
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": !is_used })).await?;
    Ok(())
}

/// From now on the page's processor is that of the device.
pub(crate) async fn become_device(browser: &Browser, device: Device) -> Result<()> {
    let rate = json!({ "rate": device.slowdown() });
    browser.devtools("Emulation.setCPUThrottlingRate", rate).await.map(drop)
}

/// Has Chromium note how long pages work.
pub(crate) async fn note_work(browser: &Browser, is_noted: bool) -> Result<()> {
    let command = if is_noted { "Performance.enable" } else { "Performance.disable" };
    browser.devtools(command, json!({})).await.map(drop)
}

/// What was noted until now.
pub(crate) async fn work(browser: &Browser) -> Result<Work> {
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await?;
    let milliseconds = |name| metric(&metrics, name).map(|seconds| seconds * 1000.0);
    Ok(Work { tasks: milliseconds("TaskDuration")?, script: milliseconds("ScriptDuration")? })
}

fn metric(metrics: &Value, name: &str) -> Result<f64> {
    let metrics = metrics["metrics"].as_array().context("there are no metrics")?;
    let metric = metrics.iter().find(|metric| metric["name"] == name);
    metric.and_then(|metric| metric["value"].as_f64()).with_context(|| format!("there is no {name}"))
}

/// What the page holds once its garbage is collected, in bytes: the JavaScript heap, and all WebAssembly memory.
pub(crate) async fn memory(browser: &Browser) -> Result<f64> {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    note_work(browser, true).await?;
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await?;
    note_work(browser, false).await?;
    let heap = metric(&metrics, "JSHeapUsedSize")?;
    ensure!(heap > 0.0, "the heap is empty");
    Ok(heap + wasm_memory(browser).await?)
}

async fn wasm_memory(browser: &Browser) -> Result<f64> {
    let object = |answer: &Value, member: &str| answer[member]["objectId"].as_str().map(str::to_owned);
    let prototype = json!({ "expression": "WebAssembly.Memory.prototype", "objectGroup": "memory" });
    let prototype = browser.devtools("Runtime.evaluate", prototype).await?;
    let prototype = object(&prototype, "result").context("the page knows no WebAssembly")?;
    let found = json!({ "prototypeObjectId": prototype, "objectGroup": "memory" });
    let found = browser.devtools("Runtime.queryObjects", found).await?;
    let found = object(&found, "objects").context("the page tells no objects")?;
    let sum = json!({
        "objectId": found,
        "functionDeclaration": "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }",
        "returnByValue": true,
    });
    let sum = browser.devtools("Runtime.callFunctionOn", sum).await?;
    browser.devtools("Runtime.releaseObjectGroup", json!({ "objectGroup": "memory" })).await?;
    sum["result"]["value"].as_f64().context("the memory has no size")
}
