var CoolsmsOAuth2 = { coolsms() {}, createClient: () => ({}) };
