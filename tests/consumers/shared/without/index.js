// In place of the package, for a page without it: the same names, and nothing behind them.
export const coolsms = () => {};
export const createClient = () => ({});
