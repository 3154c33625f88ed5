//! Whether people who hear a page, or see it badly, can use it: what axe-core finds, in the light and in the dark.

use std::fs;

use anyhow::{Context, Result, bail};
use browser::{Browser, in_repository};
use serde_json::{Value, json};

/// Gives each rule that is broken, with the elements that break it.
const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const tell = ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`;
    axe.run().then(({ violations }) => done(violations.map(tell)), (error) => done([String(error)]));
";

/// Fails where axe finds anything on the page that is shown, whatever its weight.
pub(super) async fn finds_nothing(browser: &Browser) -> Result<()> {
    let file = in_repository("xtask/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&file).with_context(|| format!("{} is not there", file.display()))?;
    browser.evaluate(&format!("if (!window.axe) {{ {axe} }}")).await?;
    for scheme in ["light", "dark"] {
        imitate(browser, &[("prefers-color-scheme", scheme), CALM]).await?;
        let found = browser.execute_async(RUN, Vec::new()).await.context("running axe")?;
        if found.json() != &json!([]) {
            bail!("axe finds, in {scheme} colours: {}", text_of(found.json()));
        }
    }
    imitate(browser, &[CALM]).await?;
    imitate(browser, &[]).await
}

/// A colour on its way to another is neither.
const CALM: (&str, &str) = ("prefers-reduced-motion", "reduce");

/// Has the page believe that the person set their device so.
async fn imitate(browser: &Browser, settings: &[(&str, &str)]) -> Result<()> {
    let features: Vec<_> = settings.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
}

fn text_of(found: &Value) -> String {
    let texts = found.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.collect::<Vec<_>>().join("; ")
}
