/**
 * Removes an authorization response from the page's URL at once, and keeps it in memory for the package, which may be loaded
 * later: by dynamic import, in a lazy route, or after a router. Import it first, or make it the first script of the page.
 *
 * @module
 */

import "../sign_in/capture.ts";
