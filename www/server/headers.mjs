// The headers of every answer, whoever gives it.

const HEADERS = {
  "Cache-Control": "no-store", // RFC 6749 §5.1
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox", // an answer is no page
  "Referrer-Policy": "no-referrer",
  "Vary": "Origin",
  "X-Content-Type-Options": "nosniff",
};

/** @type {(response: Response) => Response} The same response, with these headers. */
export function withHeaders(response) {
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}
