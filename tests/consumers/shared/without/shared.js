// What the entries for frameworks have in common.
export const requireSession = async () => null;
export const useClient = () => ({});
export const useSession = () => ({});
export const useScopes = () => ({ missing: [] });
