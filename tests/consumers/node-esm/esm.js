import * as CoolsmsOAuth2 from "coolsms-oauth2";
import { account } from "./without-page.mjs";

console.log(await account(CoolsmsOAuth2));
