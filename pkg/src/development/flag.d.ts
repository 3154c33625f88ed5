/**
 * Whether this is the build for development, with long messages, advice and warnings; the build replaces it. package.json's
 * condition `development`, which development servers set by themselves, selects that build.
 */
declare const DEVELOPMENT: boolean;
