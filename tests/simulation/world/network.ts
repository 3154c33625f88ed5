// Requests and a fake of fetch: what is sent stays in flight until an event answers it, or does not.
import type { App } from "./apps.ts";
import type { Copy } from "./copy.ts";

/** A request whose body the rules may read at once. */
export class FakeRequest extends Request {
  readonly sent: unknown;

  constructor(input: string | URL, init: RequestInit = {}) {
    super(input, init);
    this.sent = init.body;
  }
}

interface Sent {
  number: number;
  copy: Copy;
  url: string;
  resolve: (response: Response) => void;
  reject: (error: unknown) => void;
}

/** A call to an API. */
export interface CallFlight extends Sent {
  call: number;
  token: string | null;
}

/** A request to a token or revocation endpoint. */
export interface TokenFlight extends Sent {
  purpose: "exchange" | "refresh" | "revoke";
  app: App;
  parameters: Record<string, string>;
  /** The session that is refreshed, as the copy tells of it. */
  session: string | null;
  /** Status and body, once the server has acted. */
  answer: [number, string] | null;
}

export const fetchOf =
  (copy: Copy) =>
  (request: FakeRequest, { signal }: { signal: AbortSignal }): Promise<Response> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const { world } = copy;
      const fly = <T>(flights: T[], flight: T): T => {
        flights.push(flight);
        signal.addEventListener("abort", () => {
          const at = flights.indexOf(flight);
          if (at < 0) return;
          flights.splice(at, 1);
          reject(signal.reason);
        });
        return flight;
      };
      const sent = { number: world.number(), copy, url: request.url, resolve, reject };
      const call = request.headers.get("X-Call");
      if (call === null) world.rules.tokenRequest(fly(world.tokenFlights, tokenFlight(sent, request)));
      else {
        const token = /^Bearer (.*)$/.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null;
        world.rules.call(fly(world.callFlights, { ...sent, call: Number(call), token }));
      }
    });

const tokenFlight = (sent: Sent, request: FakeRequest): TokenFlight => {
  const { world } = sent.copy;
  const { sent: body } = request;
  const parameters: Record<string, string> =
    body instanceof URLSearchParams ? Object.fromEntries(body) : JSON.parse(String(body));
  const purposes = { authorization_code: "exchange", refresh_token: "refresh" } as const;
  const purpose = purposes[parameters.grant_type as keyof typeof purposes] ?? "revoke";
  const family = world.issuer.familyOf(parameters.refresh_token ?? parameters.token ?? "");
  const clientId = parameters.client_id ?? family?.clientId;
  const mine = world.apps.filter((app) => app.clientId === clientId);
  const isAt = ({ provider }: App) => [provider.tokenEndpoint, provider.revocationEndpoint].includes(request.url);
  const app = mine.find(isAt) ?? (mine[0] as App);
  const session = sent.copy.sessionOf(app)?.id ?? null;
  sent.copy.say(() => `asks ${request.url} (${sent.number}): ${purpose}, ${parameters.refresh_token ?? ""}`);
  return { ...sent, purpose, app, parameters, session, answer: null };
};
