// What the test suite runs.
export const check = async (): Promise<number> => 0;
