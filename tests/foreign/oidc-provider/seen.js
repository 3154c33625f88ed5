// What was asked of the server, for tests to count: `GET /seen`.

const requests = [];

/** Middleware: writes down each request, with what was answered. */
export async function writeDown(context, next) {
  await next();
  const { method, path, query, status } = context;
  // What a browser asks by itself before a call to another origin is no request of the app's.
  if (method !== "OPTIONS") requests.push({ method, path, parameters: { ...query, ...context.oidc?.body }, status });
}

/** Middleware: answers with what was written down. */
export async function tell(context, next) {
  if (context.path !== "/seen") return next();
  context.body = requests;
}
