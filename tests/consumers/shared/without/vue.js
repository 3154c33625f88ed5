export const sessionPlugin = () => {};
export const sessionGuard = () => () => true;
export const useClient = () => ({});
export const useSession = () => ({});
export const useScopes = () => ({ missing: [] });
