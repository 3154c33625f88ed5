// What must not compile in a script of a page that loads the package by script tags.
/// <reference types="coolsms-oauth2/script" />
/// <reference types="coolsms-oauth2/explain-script" />

// @ts-expect-error: a client needs a configuration
CoolsmsOAuth2.createClient();
// @ts-expect-error: there is no such function
CoolsmsOAuth2.signIn();
// @ts-expect-error: a scope is a text
CoolsmsOAuth2.scopeName(1);
