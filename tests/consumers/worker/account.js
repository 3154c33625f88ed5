// The README's account.js, whose calls are made in a worker: there are functions that need no window.
import { client } from "./client.js";

export { client };

// Trusted Types want a policy where a page names a script.
const policy = trustedTypes.createPolicy("worker", { createScriptURL: () => "worker.js" });
const worker = new Worker(policy.createScriptURL(""), { type: "module" });

const answerTo = (message) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message);
  });

export async function account() {
  await client.handleRedirectCallback();
  return client.getSession() ? answerTo(await client.getAccessToken()) : "";
}
