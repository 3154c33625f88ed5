/** Runs `task`, unless `signal` has aborted; rejects as soon as it aborts. */
export const unlessAborted = <T>(signal: AbortSignal | null | undefined, task: () => Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort);
    task()
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener("abort", abort));
  });
