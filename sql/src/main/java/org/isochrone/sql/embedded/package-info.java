/** A MariaDB server that this program brings along, for one machine with nothing installed. */
@NullMarked
package org.isochrone.sql.embedded;

import org.jspecify.annotations.NullMarked;
