// The command line; the same as of the other server here.
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    // Where its one client may be answered; can be repeated.
    "redirect-uri": { type: "string", multiple: true, default: ["http://127.0.0.1:8080/"] },
    // How long an access token is good.
    "access-token-seconds": { type: "string", default: "3600" },
    // 0 takes any.
    port: { type: "string", default: "0" },
  },
});

export const options = {
  redirectUris: values["redirect-uri"],
  accessTokenSeconds: Number(values["access-token-seconds"]),
  port: Number(values.port),
};
