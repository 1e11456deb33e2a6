/** Speaking the languages of DNS servers: PowerDNS pipe and remote backends, the stdio relay, the DNS listener. */
@NullMarked
package org.isochrone.pdns;

import org.jspecify.annotations.NullMarked;
