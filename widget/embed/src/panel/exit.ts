// Where leaving leads.

import type { SitePublic } from '@netreach/protocol';

/** Where "leave now" goes when a site names no place: a page that suits anybody, the same for everybody. */
const EXIT_URL = 'https://www.bbc.co.uk/weather';

/** Where "leave now" goes. */
export function exitUrl(site: SitePublic): string {
  return site.exit_url !== null && /^https?:\/\//.test(site.exit_url) ? site.exit_url : EXIT_URL;
}
