// The constants of `waiting.ts`, for tests in which a wait has to run out.
export const ARRIVAL_MS = 100;
export const LINGER_MS = 100;
export const ANSWER_MS = 1000;
export const TAKEN_MS = 250;
export const CLOSE_MS = 100;
export const LOOK_MS = 25;
export const GRACE_MS = 250;
export const LATE_MS = 200;
export const UNHANDLED_MS = 250;
export const LEAVE_MS = 1000;
