/** Has the browser collect its garbage. WebKit then forgets an abort signal that only a request in flight holds. */
export const collectGarbage = async (): Promise<void> => {
  for (let i = 0; i < 2000; i++) {
    new ArrayBuffer(1_000_000);
    if (i % 500 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
};
