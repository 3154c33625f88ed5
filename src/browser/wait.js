// What is waited for, in JavaScript where a closure of the module would be left over: only one of a promise's two
// outcomes comes to pass, and most time-outs never do.

/** Hands what a promise settles with to one callback, which is freed after its one call. */
export const settle = (promise, done) => promise.then((value) => done(value, false), (reason) => done(reason, true));

/** Aborts after some milliseconds; the timer can be cleared. */
export const abortAfter = (controller, ms) => setTimeout(() => controller.abort(), ms);
