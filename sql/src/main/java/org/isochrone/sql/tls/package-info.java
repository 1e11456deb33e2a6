/** Whom to trust when a server shows its certificate. */
@NullMarked
package org.isochrone.sql.tls;

import org.jspecify.annotations.NullMarked;
