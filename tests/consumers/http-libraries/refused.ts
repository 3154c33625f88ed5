// What must not compile with the description of the API.
import createOpenApiClient from "openapi-fetch";
import type { paths } from "./coolsms-api.d.ts";

const api = createOpenApiClient<paths>();
// @ts-expect-error: there is no such call
api.GET("/cash/v1/nothing");
// @ts-expect-error: a message needs a number that it goes to
api.POST("/messages/v4/send", { body: { message: { from: "01000000001", text: "" } } });
api.GET("/cash/v1/balance").then(({ data }) => {
  // @ts-expect-error: it is a number
  const text: string | undefined = data?.balance;
  return text;
});
