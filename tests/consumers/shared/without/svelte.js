export const provideSession = () => {};
export const requireSession = async () => {};
export const useClient = () => ({});
export const useSession = () => ({});
export const useScopes = () => ({ missing: [] });
