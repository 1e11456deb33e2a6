/** HTTP servers that one slow client cannot hold up. */
@NullMarked
package org.isochrone.pdns.http;

import org.jspecify.annotations.NullMarked;
