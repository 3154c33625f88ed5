// The package as the simulation calls it.

export interface PublicSession {
  id: string;
  scope: string[] | null;
  expiresAt: number | null;
  extra: Record<string, unknown>;
  refreshable: boolean;
}

export interface SignInResult {
  session: PublicSession;
  returnTo: string | null;
  appState: unknown;
}

export interface Client {
  signInWithRedirect(options: object): Promise<never>;
  signInWithPopup(options: object): Promise<SignInResult>;
  handleRedirectCallback(): Promise<SignInResult | null>;
  getSession(): PublicSession | null;
  getAccessToken(): Promise<string>;
  fetch(input: string, init: object): Promise<{ status: number }>;
  refresh(): Promise<PublicSession>;
  signOut(): Promise<void>;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

export interface Package {
  createClient(config: object): Client;
}
