/** Hands what a promise settles with to one callback, which the module can free after its one call. */
export const settle = (promise, done) => promise.then((value) => done(value, false), (reason) => done(reason, true));
