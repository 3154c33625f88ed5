//! What only Chromium's own tools can do: leave the cache aside, and tell what a page holds.

use anyhow::{Context, Result, ensure};
use journeys::Browser;
use serde_json::{Value, json};

/// From now on pages come out of the cache, or are loaded as if there were none; what is in it stays.
pub(crate) async fn use_cache(browser: &Browser, is_used: bool) -> Result<()> {
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": !is_used })).await?;
    Ok(())
}

/// What the page holds once its garbage is collected, in bytes: the JavaScript heap, and all WebAssembly memory.
pub(crate) async fn memory(browser: &Browser) -> Result<f64> {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    browser.devtools("Performance.enable", json!({})).await?;
    let metrics = browser.devtools("Performance.getMetrics", json!({})).await?;
    browser.devtools("Performance.disable", json!({})).await?;
    let metrics = metrics["metrics"].as_array().context("there are no metrics")?;
    let heap = metrics.iter().find(|metric| metric["name"] == "JSHeapUsedSize");
    let heap = heap.and_then(|metric| metric["value"].as_f64()).context("the heap has no size")?;
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
