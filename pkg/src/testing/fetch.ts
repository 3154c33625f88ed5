// What a test client answers to a call: what the test says, and a refusal where the real client would refuse.
import { oauthError } from "../error.ts";
import { resolve } from "../http/call.ts";

/** Whether a path is that of a call such as `GET /users/:id`. */
export const isCall = (call: string, method: string, path: string): boolean => {
  const [wanted, pattern = ""] = call.split(" ");
  const [parts, segments] = [pattern.split("/"), path.split("/")];
  const fits = parts.every((part, index) => part === segments[index] || (part.startsWith(":") && segments[index]));
  return wanted === method && parts.length === segments.length && fits;
};

/** Returns the request of a call, without its signal: a test environment may have signals that its requests do not take. */
export const requestOf = (input: string | URL | Request, init: RequestInit | undefined, apiBase: string): Request => {
  if (typeof Request === "undefined") {
    throw new Error(
      "coolsms-oauth2/testing: this test environment has no `Request`; docs/en/testing.md names one that does",
    );
  }
  const { signal: _, ...rest } = init ?? {};
  return new Request(resolve(input, apiBase), rest);
};

/** Returns what the test answers. A table names calls as `apiScopes` does. */
export const answerTo = async (
  request: Request,
  call: string,
  answers: Record<string, unknown> | ((request: Request) => unknown),
): Promise<Response> => {
  const [method = "", path = ""] = call.split(" ");
  const entry =
    typeof answers === "function"
      ? [call, answers]
      : Object.entries(answers).find(([key]) => isCall(key, method, path));
  if (!entry) throw oauthError("network_error", `the test client has no answer to ${call}: add it to its \`fetch\``);
  const answer = typeof entry[1] === "function" ? await entry[1](request) : entry[1];
  if (answer instanceof Error) throw answer;
  return answer instanceof Response ? answer.clone() : Response.json(answer ?? null);
};
