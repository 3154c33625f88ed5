export const SessionProvider = ({ children }) => children;
export const RequireSession = ({ children }) => children;
export const requireSession = async () => null;
export const useClient = () => ({});
export const useSession = () => ({});
export const useScopes = () => ({ missing: [] });
