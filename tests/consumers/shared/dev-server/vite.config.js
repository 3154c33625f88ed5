// The server of development sends the policy of the test, at the port of the test.
export default {
  server: {
    host: "127.0.0.1",
    port: Number(process.env.PORT),
    strictPort: true,
    headers: { "Content-Security-Policy": process.env.CONTENT_SECURITY_POLICY },
  },
};
